// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Between is a validator for numbers from Min to Max, inclusive.
type Between struct{ Min, Max int64 }

// Description implements [validator.Describer].
func (v Between) Description(context.Context) string {
	return fmt.Sprintf("value must be between %d and %d", v.Min, v.Max)
}

// MarkdownDescription implements [validator.Describer].
func (v Between) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateInt64 implements [validator.Int64].
func (v Between) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if n := req.ConfigValue.ValueInt64(); n < v.Min || n > v.Max {
		resp.Diagnostics.Append(invalid(req.Path, fmt.Errorf("must be between %d and %d; got %d", v.Min, v.Max, n)))
	}
}
