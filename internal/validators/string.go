// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package validators has the validators that several schemas share.
package validators

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// String is a validator for strings that are not null or unknown. The error that
// Check returns completes the sentence "Invalid value for X: ".
type String struct {
	Summary string // "value must be a region"
	Check   func(string) error
}

// The validators for strings.
var (
	InstanceID = String{`value must begin with "crs-"`, checkPrefix("crs-", "crs-4y9t57vt")}
	VPCID      = String{`value must begin with "vpc-"`, checkPrefix("vpc-", "vpc-5xg9qpb1")}
	NotBlank   = String{"value must not be empty", checkNotBlank}
	IfSet      = String{"value must not be empty", checkNotBlankIfSet}
	Region     = String{"value must be a region", checkRegion}
	IPOrCIDR   = String{"value must be an IPv4 address or CIDR block", checkIPOrCIDR}
	RFC3339    = String{"value must be a time in RFC 3339", checkRFC3339}
	Duration   = String{"value must be a duration greater than zero", checkDuration}
)

// Description implements [validator.Describer].
func (v String) Description(context.Context) string { return v.Summary }

// MarkdownDescription implements [validator.Describer].
func (v String) MarkdownDescription(context.Context) string { return v.Summary }

// ValidateString implements [validator.String].
func (v String) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.Check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.Append(invalid(req.Path, err))
	}
}

func invalid(at path.Path, err error) diag.Diagnostic {
	detail := fmt.Sprintf("Invalid value for %s: %s", at, err)
	if !strings.HasSuffix(detail, "?") {
		detail += "."
	}
	return diag.NewAttributeErrorDiagnostic(at, "Invalid Attribute Value", detail)
}
