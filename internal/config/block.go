// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// ReadBlock reads a block. It omits null values, and returns the arguments that are
// known only at apply, sorted; if an element of a set is, it returns the set.
func ReadBlock(config tfsdk.Config) (b setting.Block, unknown []path.Path, err error) {
	b = setting.Block{}
	err = tftypes.Walk(config.Raw, func(at *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		argument := argumentPath(at)
		name := argument.String()
		if !value.IsKnown() {
			unknown = append(unknown, argument)
			return false, nil
		}
		text, err := textOf(value)
		if err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
		if _, element := at.LastStep().(tftypes.ElementKeyValue); element {
			list, _ := b[name].([]string)
			b[name] = append(list, text)
			return false, nil
		}
		if value.IsNull() || name == "" || value.Type().Is(tftypes.Set{}) {
			return !value.IsNull(), nil
		}
		b[name] = text
		return true, nil
	})
	slices.SortFunc(unknown, func(a, b path.Path) int { return cmp.Compare(a.String(), b.String()) })
	return b, slices.CompactFunc(unknown, path.Path.Equal), err
}

func textOf(value tftypes.Value) (string, error) {
	var err error
	switch {
	case value.IsNull():
	case value.Type().Is(tftypes.String):
		var s string
		err = value.As(&s)
		return s, err
	case value.Type().Is(tftypes.Number):
		var n big.Float
		err = value.As(&n)
		return n.Text('f', -1), err
	case value.Type().Is(tftypes.Bool):
		var b bool
		err = value.As(&b)
		return fmt.Sprint(b), err
	case value.Type().Is(tftypes.Object{}):
		return "{}", nil
	}
	return "", nil
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

// dottedPath returns the path of "assume_role.session_name".
func dottedPath(argument string) path.Path {
	at := path.Empty()
	for name := range strings.SplitSeq(argument, ".") {
		at = at.AtName(name)
	}
	return at
}
