// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

const samlObject = "assume_role_with_saml"

var (
	samlAssertion = setting.Argument{
		Path: "assume_role_with_saml.saml_assertion", Kind: setting.Encoded, Sensitive: true, Env: []string{"TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION"},
		Description: "Assertion of the identity provider, in base64." + requiredSomewhere,
	}
	samlPrincipal = setting.Argument{
		Path: "assume_role_with_saml.principal_arn", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN"}, Check: setting.CheckSAMLProviderARN,
		Description: "ARN of the identity provider, for example `qcs::cam::uin/100000000001:saml-provider/OneLogin`." + requiredSomewhere,
	}
)

// saml is a role that is assumed with a SAML assertion.
func saml() kind {
	return kind{
		name: "SAML assertion", ownsRole: true,
		arguments: []setting.Argument{
			{Path: samlObject, Kind: setting.Object, Description: "CAM role to assume with a SAML assertion. It needs no API key."},
			samlAssertion, samlPrincipal, roleARN(samlObject), sessionName(samlObject), sessionDuration(samlObject),
		},
		selectors: []string{samlObject},
		variables: []setting.Argument{samlAssertion, samlPrincipal},
		find:      (*finder).saml,
	}
}

// saml ignores a principal without an assertion in the environment, which is meant
// for another tool.
func (f *finder) saml(p place) found {
	if p == inBlock && !f.Has(samlObject) || p == inEnvironment && f.VariableSet(samlAssertion) == "" {
		return found{}
	}
	return found{open: func() *Source {
		r := request{
			SAMLAssertion: f.Required(samlAssertion, false).Text,
			PrincipalARN:  f.Required(samlPrincipal, false).Text,
			RoleARN:       f.Required(roleARN(samlObject), false).Text,
		}
		r.RoleSessionName, r.DurationSeconds = f.session(samlObject, false)
		return new(samlSource(r, string(p)))
	}}
}

func samlSource(r request, where string) Source {
	return stsSource("role "+r.RoleARN+" by SAML ("+where+")", "AssumeRoleWithSAML", r)
}
