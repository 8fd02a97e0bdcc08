// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "github.com/hashicorp/terraform-plugin-framework/datasource/schema"

// attributesAs returns the attributes of a data source for a schema of another kind,
// whose interface A is. The framework has attribute types for each kind, and all of
// them implement the interface of every kind.
func attributesAs[A schema.Attribute](attributes map[string]schema.Attribute) map[string]A {
	same := make(map[string]A, len(attributes))
	for name, attribute := range attributes {
		same[name], _ = attribute.(A)
	}
	return same
}
