// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/spelling"
)

// OneOf is a validator for strings and numbers that allows only these values.
type OneOf []string

// Description implements [validator.Describer].
func (v OneOf) Description(context.Context) string { return "value must be " + v.list() }

// MarkdownDescription implements [validator.Describer].
func (v OneOf) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (v OneOf) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	String{Check: func(s string) error {
		err := v.check(s, strconv.Quote(s))
		if closest, ok := spelling.Closest(s, v); ok && err != nil {
			return fmt.Errorf("%w. Did you mean %q?", err, closest)
		}
		return err
	}}.ValidateString(ctx, req, resp)
}

// ValidateInt64 implements [validator.Int64].
func (v OneOf) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	n := strconv.FormatInt(req.ConfigValue.ValueInt64(), 10)
	if err := v.check(n, n); err != nil {
		resp.Diagnostics.Append(invalid(req.Path, err))
	}
}

func (v OneOf) check(value, shown string) error {
	if slices.Contains(v, value) {
		return nil
	}
	return fmt.Errorf("must be %s; got %s", v.list(), shown)
}

// list returns "A", "A or B", or "A, B, or C".
func (v OneOf) list() string {
	switch n := len(v); n {
	case 0, 1, 2:
		return strings.Join(v, " or ")
	default:
		return strings.Join(v[:n-1], ", ") + ", or " + v[n-1]
	}
}
