// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/providervalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
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
	for _, a := range arguments() {
		parent, name := "", a.Path
		if before, after, nested := strings.Cut(a.Path, "."); nested {
			parent, name = before, after
		}
		if parent == within {
			list[name] = attribute(a)
		}
	}
	return list
}

func attribute(a setting.Argument) schema.Attribute {
	description := a.Description
	if len(a.Env) > 0 {
		description += " Can also be set with `" + strings.Join(a.Env, "` or `") + "`."
	}
	switch a.Kind {
	case setting.Number, setting.Seconds:
		return schema.NumberAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.Number{rule{a}}}
	case setting.Flag:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	case setting.Set:
		return schema.SetAttribute{Optional: true, MarkdownDescription: description, ElementType: types.StringType, Validators: []validator.Set{rule{a}}}
	case setting.Object:
		return schema.SingleNestedAttribute{Optional: true, MarkdownDescription: description, Attributes: attributes(a.Path)}
	default:
		return schema.StringAttribute{
			Optional: true, Sensitive: a.Sensitive, MarkdownDescription: description, Validators: []validator.String{rule{a}},
		}
	}
}

// Validators returns the rules between arguments that do not depend on the
// environment. [Resolve] checks the others.
func Validators() []provider.ConfigValidator {
	return []provider.ConfigValidator{
		providervalidator.Conflicting(path.MatchRoot("allowed_account_ids"), path.MatchRoot("forbidden_account_ids")),
		providervalidator.Conflicting(path.MatchRoot("assume_role_with_saml"), path.MatchRoot("assume_role_with_web_identity")),
	}
}

// rule checks a value during validation like the lookup does later. Values that
// count as not set are allowed, since variables commonly default to "".
type rule struct{ setting.Argument }

func (r rule) Description(context.Context) string         { return "value must be valid" }
func (r rule) MarkdownDescription(context.Context) string { return "value must be valid" }

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if value := strings.TrimSpace(req.ConfigValue.ValueString()); value != "" { // unknown is blank, too
		report(&resp.Diagnostics, req.Path, r.Validate(value))
	}
}

// ValidateNumber checks an integer. The schema has no integers, since the framework
// reports a fraction there as a bug of the provider.
func (r rule) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	n := req.ConfigValue.ValueBigFloat()
	if n != nil && (n.Sign() != 0 || r.Kind != setting.Seconds) {
		report(&resp.Diagnostics, req.Path, r.Validate(n.Text('f', -1)))
	}
}

// ValidateSet also rejects an empty set, which looks like a rule but has no effect.
func (r rule) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	elements := req.ConfigValue.Elements()
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && len(elements) == 0 {
		report(&resp.Diagnostics, req.Path, errors.New("must not be empty. Remove it, or list at least one value"))
	}
	for _, element := range elements {
		if s, ok := element.(types.String); ok && !s.IsUnknown() {
			report(&resp.Diagnostics, req.Path, r.Validate(strings.TrimSpace(s.ValueString())))
		}
	}
}
