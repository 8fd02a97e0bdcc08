// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
)

// ephemeralAttributes converts a data source's attributes to those of an
// ephemeral resource. The framework's types for both have the same fields; if
// that changes, this no longer compiles.
func ephemeralAttributes(attributes map[string]data.Attribute) map[string]schema.Attribute {
	return convertAttributes(attributes, ephemeralAttribute)
}

func convertAttributes[A any](attributes map[string]data.Attribute, convert func(data.Attribute) A) map[string]A {
	converted := make(map[string]A, len(attributes))
	for name, attribute := range attributes {
		converted[name] = convert(attribute)
	}
	return converted
}

func ephemeralAttribute(attribute data.Attribute) schema.Attribute {
	switch a := attribute.(type) {
	case data.StringAttribute:
		return schema.StringAttribute(a)
	case data.BoolAttribute:
		return schema.BoolAttribute(a)
	case data.Int64Attribute:
		return schema.Int64Attribute(a)
	case data.ListAttribute:
		return schema.ListAttribute(a)
	case data.ListNestedAttribute:
		return schema.ListNestedAttribute{
			NestedObject:        schema.NestedAttributeObject{Attributes: ephemeralAttributes(a.NestedObject.Attributes), CustomType: a.NestedObject.CustomType, Validators: a.NestedObject.Validators},
			CustomType:          a.CustomType,
			Required:            a.Required,
			Optional:            a.Optional,
			Computed:            a.Computed,
			Sensitive:           a.Sensitive,
			Description:         a.Description,
			MarkdownDescription: a.MarkdownDescription,
			DeprecationMessage:  a.DeprecationMessage,
			Validators:          a.Validators,
		}
	case data.SingleNestedAttribute:
		return schema.SingleNestedAttribute{
			Attributes:          ephemeralAttributes(a.Attributes),
			CustomType:          a.CustomType,
			Required:            a.Required,
			Optional:            a.Optional,
			Computed:            a.Computed,
			Sensitive:           a.Sensitive,
			Description:         a.Description,
			MarkdownDescription: a.MarkdownDescription,
			DeprecationMessage:  a.DeprecationMessage,
			Validators:          a.Validators,
		}
	default:
		return nil // not used so far; TestBackupURL_twins fails once it is
	}
}
