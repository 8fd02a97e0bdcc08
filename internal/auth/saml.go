// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

const samlObject = "assume_role_with_saml"

var (
	samlAssertion = setting.Argument{
		Path: "assume_role_with_saml.saml_assertion", Kind: setting.Encoded, Sensitive: true, Env: []string{"TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION"},
		Description: "Assertion of the identity provider, in base64." + requiredSomewhere,
	}
	samlPrincipal = setting.Argument{
		Path: "assume_role_with_saml.principal_arn", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN"}, Check: checkSAMLProviderARN,
		Description: "ARN of the identity provider, for example `qcs::cam::uin/100000000001:saml-provider/OneLogin`." + requiredSomewhere,
	}
)

// saml is a role that is assumed with a SAML assertion. A principal without one in the
// environment is meant for another tool.
func saml() kind {
	object := setting.Argument{Path: samlObject, Kind: setting.Object, Description: "CAM role to assume with a SAML assertion. It needs no API key."}
	return kind{
		name: "SAML assertion", ownsRole: true,
		arguments: []setting.Argument{object, samlAssertion, samlPrincipal, roleARN(samlObject), sessionName(samlObject), sessionDuration(samlObject)},
		selectors: []setting.Argument{object},
		variables: []setting.Argument{samlAssertion},
		open:      (*finder).saml,
	}
}

func (f *finder) saml(in setting.Place) *Source {
	r := request{
		SAMLAssertion: f.Required(setting.Anywhere, samlAssertion).Text,
		PrincipalARN:  f.Required(setting.Anywhere, samlPrincipal).Text,
		RoleARN:       f.Required(setting.Anywhere, roleARN(samlObject)).Text,
	}
	r.RoleSessionName, r.DurationSeconds = f.session(setting.Anywhere, samlObject)
	return stsSource("role "+r.RoleARN+" by SAML ("+in+")", "AssumeRoleWithSAML", r)
}

// checkSAMLProviderARN checks the ARN of a SAML provider.
func checkSAMLProviderARN(arn string) error {
	if !isCAMARN(arn, "saml-provider/") {
		return fmt.Errorf(`must be the ARN of a SAML provider, such as "qcs::cam::uin/100000000001:saml-provider/OneLogin"%s`, setting.Got(arn))
	}
	return nil
}
