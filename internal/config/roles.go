// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
)

// session returns the name and duration of a session of the role in object.
func (r *resolver) session(object string, blockOnly bool) (name string, duration int64) {
	return r.required(object+".session_name", blockOnly).text,
		r.findIn(object+".session_duration", blockOnly).integer(credentials.DefaultRoleSeconds)
}

func (r *resolver) blockSAML() probe {
	if !r.has(argSAML) {
		return probe{found: notSet}
	}
	return probe{open: func() *credentials.Source { return r.samlRole("provider block") }}
}

// environmentSAML ignores a principal without an assertion, which is meant for
// another tool.
func (r *resolver) environmentSAML() probe {
	if r.variableSet(argSAML+".saml_assertion") == "" {
		return probe{found: notSet}
	}
	return probe{open: func() *credentials.Source { return r.samlRole("environment") }}
}

func (r *resolver) samlRole(place string) *credentials.Source {
	r.keyless = true
	request := credentials.Request{
		SAMLAssertion: r.required(argSAML+".saml_assertion", false).text,
		PrincipalARN:  r.required(argSAML+".principal_arn", false).text,
		RoleARN:       r.required(argSAML+".role_arn", false).text,
	}
	request.RoleSessionName, request.DurationSeconds = r.session(argSAML, false)
	return new(credentials.SAMLRole(request, place))
}

func (r *resolver) blockWebIdentity() probe {
	if !r.has(argWeb) {
		return probe{found: notSet}
	}
	return probe{open: func() *credentials.Source { return r.webIdentityRole("provider block") }}
}

func (r *resolver) environmentWebIdentity() probe {
	token := r.variableSet(argWeb+".web_identity_token", argWeb+".web_identity_token_file")
	if token == "" {
		return probe{found: notSet}
	}
	return probe{open: func() *credentials.Source {
		if assertion := r.variableSet(argSAML + ".saml_assertion"); assertion != "" {
			r.fail(argWeb, fmt.Sprintf("the environment variables %s and %s are both set, but TENCENTCLOUD_ASSUME_ROLE_ARN names one role only. Unset one of them",
				token, assertion))
		}
		return r.webIdentityRole("environment")
	}}
}

func (r *resolver) webIdentityRole(place string) *credentials.Source {
	r.keyless = true
	w := credentials.WebIdentity{Open: r.Open}
	w.Request.ProviderID = r.find(argWeb + ".provider_id").text
	if w.Request.ProviderID == "" {
		w.Request.ProviderID = "OIDC" // as the official provider does
	}
	w.Request.WebIdentityToken, w.TokenFile = r.valueOrFile(argWeb + ".web_identity_token")
	w.Request.RoleARN, w.RoleFile = r.valueOrFile(argWeb + ".role_arn")
	w.Request.RoleSessionName, w.Request.DurationSeconds = r.session(argWeb, false)
	return new(credentials.WebIdentityRole(w, "web identity", place))
}

// valueOrFile returns the value of an argument or the file that contains it. Setting
// both in the block is an error. The block takes precedence over the environment,
// in which the value takes precedence, as in the official provider.
func (r *resolver) valueOrFile(name string) (text, file string) {
	v, f := r.find(name), r.find(name+"_file")
	switch {
	case v.inBlock && f.inBlock:
		r.fail(name+"_file", fmt.Sprintf("the provider block sets both %q and %q. Remove one of them", name, name+"_file"))
	case v.text == "" && f.text == "":
		places := append(v.argument.places(false), f.argument.places(false)...)
		r.fail(name, fmt.Sprintf("%q is required. Set it in one of these places: %s", name, strings.Join(places, ", ")))
	case v.text == "" || f.inBlock && !v.inBlock:
		return "", r.expand(f)
	}
	return v.text, ""
}

// keylessEnvironment reports whether the role in the environment is for a web
// identity or SAML assertion there.
func (r *resolver) keylessEnvironment() bool {
	return r.variableSet(argWeb+".web_identity_token", argWeb+".web_identity_token_file", argSAML+".saml_assertion") != ""
}

// assumedRole returns the role to assume, or nil if neither the block nor the
// environment sets one. A session name alone is meant for another tool.
func (r *resolver) assumedRole() *credentials.Source {
	blockOnly, place := r.keyless || r.keylessEnvironment(), "provider block"
	if !r.has(argRole) {
		if blockOnly || r.variableSet(argRole+".role_arn") == "" {
			return nil
		}
		place = "environment"
	}
	find := func(name string) string { return r.findIn(argRole+"."+name, blockOnly).text }
	request := credentials.Request{
		RoleARN: r.required(argRole+".role_arn", blockOnly).text, Policy: encodedPolicy(find("policy")),
		ExternalID: find("external_id"), SourceIdentity: find("source_identity"),
	}
	request.SerialNumber, request.TokenCode = r.code(argRole, blockOnly)
	request.RoleSessionName, request.DurationSeconds = r.session(argRole, blockOnly)
	return new(credentials.AssumeRole(request, place))
}

// code returns the serial number and code of an MFA device, or neither. A serial
// number alone in the environment is ignored.
func (r *resolver) code(object string, blockOnly bool) (serialNumber, tokenCode string) {
	serial, code := r.findIn(object+".serial_number", blockOnly), r.findIn(object+".token_code", blockOnly)
	if code.text == "" && !serial.inBlock {
		return "", ""
	}
	missing, found := code, serial
	if code.text != "" {
		missing, found = serial, code
	}
	if missing.text == "" {
		r.fail(missing.argument.path, fmt.Sprintf("%s is set, but %q is not. Set it in one of these places: %s",
			found.origin, missing.argument.path, strings.Join(missing.argument.places(blockOnly), ", ")))
	}
	return serial.text, code.text
}

// mfaSession returns the MFA session, or nil if neither the block nor the
// environment sets one.
func (r *resolver) mfaSession(base *credentials.Source) *credentials.Source {
	place := "provider block"
	if !r.has(argMFA) {
		if r.variableSet(argMFA+".token_code") == "" {
			return nil
		}
		place = "environment"
	}
	if base != nil && !base.Permanent {
		r.fail(argMFA, fmt.Sprintf("an MFA session (%s) requires a permanent key pair, but this source is temporary: %s. Remove one of them", place, base.Name))
	}
	return new(credentials.MFASession(credentials.Request{
		SerialNumber: r.required(argMFA+".serial_number", false).text, TokenCode: r.required(argMFA+".token_code", false).text,
		DurationSeconds: r.find(argMFA + ".duration_seconds").integer(credentials.DefaultMFASeconds),
	}, place))
}

// encodedPolicy returns a policy URL-encoded for STS, with spaces as %20, which all
// decoders support.
func encodedPolicy(policy string) string {
	return strings.ReplaceAll(url.QueryEscape(policy), "+", "%20")
}
