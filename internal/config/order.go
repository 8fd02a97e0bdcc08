// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
)

// Source is a source of credentials: one that can be the base, or one that exchanges
// the credentials of the source before for others.
type Source struct {
	Name      string   // "key pair in the environment"
	Arguments []string // in the provider block that select the source
	Variables []string // in the environment that select the source
	Exclusive bool     // only one such source may be set
	Chained   bool     // cannot be the base

	probe func(*resolver) probe
}

// probe is the result of looking for a source that can be the base.
type probe struct {
	found string                     // describes a source that is not set
	open  func() *credentials.Source // nil if it is not set; returns the base, or nil after an error
}

const notSet = "not set"

const (
	argSAML = "assume_role_with_saml"
	argWeb  = "assume_role_with_web_identity"
	argMFA  = "mfa_certification"
	argPod  = "enable_pod_oidc"
	argRole = "assume_role"
)

// Order returns the sources of credentials in their order of precedence. The first
// that is set and not Chained is the base; two Exclusive ones are an error. Then
// each Chained one that is set is applied.
//
// The block takes precedence over the environment. As in the official provider,
// keyless sources in the environment take precedence over key pairs.
func Order() []Source {
	inBlock := func(name string, probe func(*resolver) probe, arguments ...string) Source {
		return Source{Name: name + " in the provider block", Arguments: arguments, Exclusive: true, probe: probe}
	}
	inEnvironment := func(name string, probe func(*resolver) probe, arguments ...string) Source {
		return Source{Name: name + " in the environment", Variables: variables(arguments...), probe: probe}
	}
	return []Source{
		inBlock("key pair", (*resolver).blockKeys, "secret_id", "secret_key", "security_token"),
		inBlock("SAML assertion", (*resolver).blockSAML, argSAML),
		inBlock("web identity", (*resolver).blockWebIdentity, argWeb),
		inBlock("pod identity", (*resolver).blockPod, argPod),
		inBlock("instance role", (*resolver).blockInstanceRole, "cam_role_name"),
		inBlock("profile", (*resolver).blockProfile, "profile"),
		inEnvironment("web identity", (*resolver).environmentWebIdentity, argWeb+".web_identity_token", argWeb+".web_identity_token_file"),
		inEnvironment("SAML assertion", (*resolver).environmentSAML, argSAML+".saml_assertion", argSAML+".principal_arn"),
		inEnvironment("instance role", (*resolver).environmentInstanceRole, "cam_role_name"),
		inEnvironment("key pair", (*resolver).environmentKeys, "secret_id", "secret_key"),
		inEnvironment("profile", (*resolver).environmentProfile, "profile"),
		{Name: "default profile", probe: (*resolver).defaultProfile},
		{Name: "MFA session", Arguments: []string{argMFA}, Variables: variables(argMFA+".serial_number", argMFA+".token_code"), Chained: true},
		{Name: "role of the profile, where a profile is the base", Chained: true},
		{Name: "assumed role", Arguments: []string{argRole}, Variables: variables(argRole + ".role_arn"), Chained: true},
	}
}

func variables(arguments ...string) []string {
	var all []string
	for _, name := range arguments {
		all = append(all, rowOf(name).env...)
	}
	return all
}

// base returns the first source that is set, or nil after an error.
func (r *resolver) base() *credentials.Source {
	var (
		report []string
		chosen func() *credentials.Source
		first  Source
	)
	for _, s := range Order() {
		if s.Chained || chosen != nil && !s.Exclusive {
			break
		}
		p := s.probe(r)
		report = append(report, s.describe()+": "+p.found)
		switch {
		case p.open == nil:
		case chosen == nil:
			chosen, first = p.open, s
		default:
			r.fail(s.Arguments[0], fmt.Sprintf("the provider block sets two sources of credentials, %s and %s. Remove one of them",
				quoted(first.Arguments), quoted(s.Arguments)))
			return nil
		}
	}
	if chosen == nil {
		r.diags.Append(missingCredentials(report))
		return nil
	}
	return chosen()
}

// describe returns the source's name and settings.
func (s Source) describe() string {
	names := s.Arguments
	if len(names) == 0 {
		names = s.Variables[:min(2, len(s.Variables))]
	}
	if len(names) == 0 {
		return s.Name
	}
	return s.Name + " (" + strings.Join(names, ", ") + ")"
}

func quoted(names []string) string {
	quotes := slices.Clone(names)
	for i, name := range quotes {
		quotes[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quotes, "/")
}

func missingCredentials(report []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Missing Tencent Cloud Credentials",
		"No credentials were found to sign requests with.\n\n"+
			"Set the environment variables "+credentials.EnvSecretID+" and "+credentials.EnvSecretKey+", set \"profile\" to a profile of tccli, or configure another source. "+
			"You can create a key pair at https://console.cloud.tencent.com/cam/capi.\n\n"+
			"These sources were checked, in this order:\n  - "+strings.Join(report, "\n  - "))
}
