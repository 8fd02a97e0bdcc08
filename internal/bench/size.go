// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"os"
)

// measureSize compares the stripped binaries.
func measureSize(_ context.Context, l *lab) error {
	sizes := make([]float64, 2)
	for i, path := range []string{l.programs.provider, l.programs.floor} {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		sizes[i] = float64(info.Size()) / (1 << 20)
	}
	l.add(figure{
		Name: "binary size", Unit: "MiB", Samples: sizes[:1], Against: "floor", With: sizes[1:],
		Want: bound{atMost, 1.25},
	})
	return nil
}
