// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Validator makes a check of package setting a validator for strings that are not
// null or unknown.
type Validator func(string) error

// Description implements [validator.Describer].
func (Validator) Description(context.Context) string { return "value must be valid" }

// MarkdownDescription implements [validator.Describer].
func (v Validator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v Validator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		report(&resp.Diagnostics, req.Path, v(req.ConfigValue.ValueString()))
	}
}

// report adds the error of a check, if there is one.
func report(diags *diag.Diagnostics, at path.Path, err error) {
	if err == nil {
		return
	}
	detail := fmt.Sprintf("Invalid value for %s: %s", at, err)
	if !strings.HasSuffix(detail, "?") {
		detail += "."
	}
	diags.AddAttributeError(at, "Invalid Attribute Value", detail)
}
