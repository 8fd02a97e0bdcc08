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

// Source is a row of the order in which credentials are looked for: a source
// that is the base, or one that makes other credentials of those before it.
type Source struct {
	Name      string   // "key pair in the environment"
	Arguments []string // of the provider block, if it chooses the source
	Variables []string // of the environment, if they choose the source
	Exclusive bool     // chosen in the provider block, which may choose only one of these
	Chained   bool     // no base

	probe func(*resolver) probe
}

// probe is what was found of a source that can be the base.
type probe struct {
	found string                     // in words, if it is not set
	open  func() *credentials.Source // returns the base, or nil after a problem; nil if it is not set
}

const notSet = "not set"

const (
	argSAML = "assume_role_with_saml"
	argWeb  = "assume_role_with_web_identity"
	argMFA  = "mfa_certification"
	argPod  = "enable_pod_oidc"
	argRole = "assume_role"
)

// Order returns the sources of credentials in the order in which they are
// looked for. The first one that is set and not Chained is the base; two that
// are Exclusive are an error. Then each Chained one that is set acts on the
// result of the one before it.
//
// What the block chooses comes before the environment. Within the environment
// it is as in the official provider: a source without keys comes before a key
// pair.
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

// base returns the first source that is set. After a problem it is nil.
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

// describe returns the source's name and what sets it.
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
