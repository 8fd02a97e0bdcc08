// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/providervalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
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
	check := Validator(a.Validate)
	switch a.Kind {
	case setting.Number, setting.Seconds:
		// The framework reports a fraction for an integer as a bug of the provider.
		return schema.NumberAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.Number{check}}
	case setting.Flag:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	case setting.Set:
		return schema.SetAttribute{
			Optional: true, MarkdownDescription: description, ElementType: types.StringType,
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(check)},
		}
	case setting.Object:
		return schema.SingleNestedAttribute{Optional: true, MarkdownDescription: description, Attributes: attributes(a.Path)}
	default:
		return schema.StringAttribute{
			Optional: true, Sensitive: a.Sensitive, MarkdownDescription: description, Validators: []validator.String{check},
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
