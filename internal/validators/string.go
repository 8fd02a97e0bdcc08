// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package validators checks single values, in the schema and in the
// environment alike.
package validators

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// String is a schema validator made of a plain check, which ignores null and
// unknown values. The error that Check returns completes the sentence "The
// value of X is not usable: …".
type String struct {
	Summary string // "value must be a region", for the generated schema
	Check   func(string) error
}

// The validators of values that more than one block has.
var (
	InstanceID = String{`value must begin with "crs-"`, checkInstanceID}
	NotBlank   = String{"value must not be empty", checkNotBlank}
	IfSet      = String{"value must not be empty", checkNotBlankIfSet}
	Region     = String{"value must be a region", checkRegion}
	IPOrCIDR   = String{"value must be an IPv4 address or CIDR block", checkIPOrCIDR}
	RFC3339    = String{"value must be a time in RFC 3339", checkRFC3339}
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
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Attribute Value",
			fmt.Sprintf("The value of %s is not usable: %s.", req.Path, err))
	}
}
