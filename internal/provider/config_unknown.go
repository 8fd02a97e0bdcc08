// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unknownArguments are the arguments that are known only at apply, sorted. Of
// an element of a set, which has no path, it is the set.
func unknownArguments(config tfsdk.Config) ([]path.Path, diag.Diagnostics) {
	var unknown []path.Path
	err := tftypes.Walk(config.Raw, func(at *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		if value.IsKnown() {
			return true, nil
		}
		unknown = append(unknown, argumentPath(at))
		return false, nil
	})
	if err != nil {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unreadable Provider Configuration",
			err.Error()+". This is a bug of the provider; please report it.")}
	}
	slices.SortFunc(unknown, func(a, b path.Path) int { return cmp.Compare(a.String(), b.String()) })
	return slices.CompactFunc(unknown, path.Path.Equal), nil
}

func argumentPath(at *tftypes.AttributePath) path.Path {
	argument := path.Empty()
	for _, step := range at.Steps() {
		name, ok := step.(tftypes.AttributeName)
		if !ok {
			break
		}
		argument = argument.AtName(string(name))
	}
	return argument
}
