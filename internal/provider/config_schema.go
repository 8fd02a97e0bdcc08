// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
)

// providerSchema has the arguments of the official provider, as far as Redis
// can use them, as attributes; and what that one lacks to reach the API.
func providerSchema() schema.Schema {
	attributes := map[string]schema.Attribute{}
	maps.Copy(attributes, credentialAttributes())
	maps.Copy(attributes, roleAttributes())
	maps.Copy(attributes, connectionAttributes())
	return schema.Schema{
		MarkdownDescription: "Gets the backups of Tencent Cloud Redis instances out: download URLs of their RDB files.",
		Attributes:          attributes,
	}
}

// environment ends a description: the variables that stand in for the
// argument, that first which is looked at first.
func environment(variables ...string) string {
	return " Environment: `" + strings.Join(variables, "`, `") + "`."
}
