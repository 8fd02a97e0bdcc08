// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/providervalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
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

// attributes returns the attributes of an object; "" is the block itself.
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
		var limits validator.Int64 = int64validator.AtLeast(a.least)
		if a.most > 0 {
			limits = int64validator.Between(a.least, a.most)
		}
		return schema.Int64Attribute{Optional: true, MarkdownDescription: description, Validators: []validator.Int64{limits}}
	case flag:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	case set: // an empty one would look like a rule and be none
		return schema.SetAttribute{
			Optional: true, MarkdownDescription: description, ElementType: types.StringType,
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringRule{a})},
		}
	case object:
		return schema.SingleNestedAttribute{Optional: true, MarkdownDescription: description, Attributes: attributes(a.path)}
	default:
		return schema.StringAttribute{
			Optional: true, Sensitive: a.sensitive, MarkdownDescription: description, Validators: []validator.String{stringRule{a}},
		}
	}
}

// ConfigValidators returns the rules between arguments that do not depend on
// the environment; [Resolve] checks the others.
func ConfigValidators() []provider.ConfigValidator {
	return []provider.ConfigValidator{
		providervalidator.Conflicting(path.MatchRoot("allowed_account_ids"), path.MatchRoot("forbidden_account_ids")),
		providervalidator.Conflicting(path.MatchRoot("assume_role_with_saml"), path.MatchRoot("assume_role_with_web_identity")),
	}
}

// stringRule checks a string as the lookup does. A blank string passes: the
// provider block takes it for a missing one, since a variable that defaults to
// "" is a common way to say so.
type stringRule struct{ argument }

func (r stringRule) Description(context.Context) string         { return "value must be usable" }
func (r stringRule) MarkdownDescription(context.Context) string { return "value must be usable" }

func (r stringRule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	value := strings.TrimSpace(req.ConfigValue.ValueString())
	if req.ConfigValue.IsUnknown() || value == "" && r.kind != set {
		return
	}
	if err := r.judge(value); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, invalid, fmt.Sprintf("%q %s.", r.path, err))
	}
}
