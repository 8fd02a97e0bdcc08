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

// Validator makes a check of package setting a validator for strings and numbers that
// are not null or unknown.
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

// ValidateNumber implements [validator.Number].
func (v Validator) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	if n := req.ConfigValue.ValueBigFloat(); n != nil {
		report(&resp.Diagnostics, req.Path, v(n.Text('f', -1)))
	}
}

// report adds the error of a check, if there is one.
func report(diags *diag.Diagnostics, at path.Path, err error) {
	if err == nil {
		return
	}
	last, _ := at.Steps().LastStep()
	if _, element := last.(path.PathStepElementKeyValue); element { // whose path has its value
		at = at.ParentPath()
	}
	detail := fmt.Sprintf("Invalid value for %s: %s", at, err)
	if !strings.HasSuffix(detail, "?") {
		detail += "."
	}
	diags.AddAttributeError(at, "Invalid Attribute Value", detail)
}
