// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema returns the schema of the provider block.
func Schema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Finds TencentDB for Redis backups and returns signed download URLs for their files.",
		Attributes:          attributes(""),
	}
}

// attributes returns the attributes of an object, or of the block if within is "".
func attributes(within string) map[string]schema.Attribute {
	list := map[string]schema.Attribute{}
	for _, a := range arguments {
		parent, name := "", a.path
		if before, after, nested := strings.Cut(a.path, "."); nested {
			parent, name = before, after
		}
		if parent == within {
			list[name] = a.attribute()
		}
	}
	return list
}

func (a argument) attribute() schema.Attribute {
	description := a.description
	if len(a.env) > 0 {
		description += " Can also be set with `" + strings.Join(a.env, "` or `") + "`."
	}
	switch a.kind {
	case number, seconds:
		return schema.Int64Attribute{Optional: true, MarkdownDescription: description, Validators: []validator.Int64{rule{a}}}
	case flag:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	case set:
		return schema.SetAttribute{Optional: true, MarkdownDescription: description, ElementType: types.StringType, Validators: []validator.Set{rule{a}}}
	case object:
		return schema.SingleNestedAttribute{Optional: true, MarkdownDescription: description, Attributes: attributes(a.path)}
	default:
		return schema.StringAttribute{
			Optional: true, Sensitive: a.sensitive, MarkdownDescription: description, Validators: []validator.String{rule{a}},
		}
	}
}

// Validators returns the rules between arguments that do not depend on the
// environment. [Resolve] checks the others.
func Validators() []provider.ConfigValidator {
	return []provider.ConfigValidator{
		exclusive{"allowed_account_ids", "forbidden_account_ids"},
		exclusive{"assume_role_with_saml", "assume_role_with_web_identity"},
	}
}

// exclusive are two arguments of which at most one may be set.
type exclusive [2]string

func (e exclusive) Description(context.Context) string {
	return fmt.Sprintf("%q and %q cannot be set together", e[0], e[1])
}

func (e exclusive) MarkdownDescription(ctx context.Context) string { return e.Description(ctx) }

func (e exclusive) ValidateProvider(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	for _, name := range e {
		var value attr.Value
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), &value)...)
		if resp.Diagnostics.HasError() || value.IsNull() || value.IsUnknown() {
			return
		}
	}
	resp.Diagnostics.AddAttributeError(path.Root(e[0]), "Invalid Attribute Combination", e.Description(ctx)+". Remove one of them.")
}

// rule checks a value during validation like the lookup does later. Values that
// count as not set are allowed, since variables commonly default to "".
type rule struct{ argument }

func (r rule) Description(context.Context) string         { return "value must be usable" }
func (r rule) MarkdownDescription(context.Context) string { return "value must be usable" }

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if value := strings.TrimSpace(req.ConfigValue.ValueString()); value != "" { // unknown is blank, too
		r.report(&resp.Diagnostics, req.Path, r.validate(value))
	}
}

func (r rule) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	n := req.ConfigValue
	if !n.IsNull() && !n.IsUnknown() && (n.ValueInt64() != 0 || r.kind != seconds) {
		r.report(&resp.Diagnostics, req.Path, r.validate(strconv.FormatInt(n.ValueInt64(), 10)))
	}
}

// ValidateSet also rejects an empty set, which looks like a rule but has no effect.
func (r rule) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	elements := req.ConfigValue.Elements()
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && len(elements) == 0 {
		r.report(&resp.Diagnostics, req.Path, errors.New("must not be empty. Remove it, or list at least one value"))
	}
	for _, element := range elements {
		if s, ok := element.(types.String); ok && !s.IsUnknown() {
			r.report(&resp.Diagnostics, req.Path.AtSetValue(element), r.validate(strings.TrimSpace(s.ValueString())))
		}
	}
}

func (r rule) report(diags *diag.Diagnostics, at path.Path, err error) {
	if err != nil {
		diags.AddAttributeError(at, invalid, fmt.Sprintf("%q %s.", r.path, err))
	}
}
