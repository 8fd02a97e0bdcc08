// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// NotEmpty is a validator for lists and sets that must not be empty or have null
// elements.
type NotEmpty struct{}

// Description implements [validator.Describer].
func (NotEmpty) Description(context.Context) string {
	return "value must not be empty or have null elements"
}

// MarkdownDescription implements [validator.Describer].
func (v NotEmpty) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateList implements [validator.List].
func (v NotEmpty) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	resp.Diagnostics.Append(v.validate(req.Path, req.ConfigValue, req.ConfigValue.Elements(), req.Path.AtListIndex)...)
}

// ValidateSet implements [validator.Set].
func (v NotEmpty) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	itself := func(int) path.Path { return req.Path } // elements of a set have no index
	resp.Diagnostics.Append(v.validate(req.Path, req.ConfigValue, req.ConfigValue.Elements(), itself)...)
}

func (NotEmpty) validate(self path.Path, value attr.Value, elements []attr.Value, at func(int) path.Path) diag.Diagnostics {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	if len(elements) == 0 {
		return diag.Diagnostics{invalid(self, fmt.Errorf("%w; %s", errEmpty, omit))}
	}
	var diags diag.Diagnostics
	for i, element := range elements {
		if element.IsNull() {
			diags.Append(invalid(at(i), errors.New("must not be null; leave the element out")))
		}
	}
	return diags
}
