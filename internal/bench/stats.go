// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// bound is what a figure is wanted to be. The zero value wants nothing.
type bound struct {
	kind  string // atMost or atLeast
	value float64
}

const (
	atMost  = "at most"
	atLeast = "at least"
)

func (b bound) String() string {
	if b.kind == "" {
		return "-"
	}
	return fmt.Sprintf("%s %g", b.kind, b.value)
}

// metBy judges x as it is shown, to two decimals.
func (b bound) metBy(x float64) bool {
	x = math.Round(x*100) / 100
	switch b.kind {
	case atMost:
		return x <= b.value
	case atLeast:
		return x >= b.value
	default:
		return true
	}
}

// verdict is met, missed, or nothing where nothing is wanted.
func (b bound) verdict(x float64) string {
	switch {
	case b.kind == "":
		return "-"
	case b.metBy(x):
		return "met"
	default:
		return "missed"
	}
}

// spread is how far measurements of one thing lie apart.
type spread struct{ Min, Median, Max float64 }

// spreadOf is zero where there are no samples.
func spreadOf(samples []float64) spread {
	if len(samples) == 0 {
		return spread{}
	}
	sorted := slices.SortedFunc(slices.Values(samples), cmp.Compare)
	middle := len(sorted) / 2
	median := sorted[middle]
	if len(sorted)%2 == 0 {
		median = (sorted[middle-1] + sorted[middle]) / 2
	}
	return spread{Min: sorted[0], Median: median, Max: sorted[len(sorted)-1]}
}

// ratios are those of the samples of each round. Where there is one thing to
// compare with, such as an ideal, that is compared with every sample.
func ratios(samples, with []float64) []float64 {
	if len(with) == 0 {
		return nil
	}
	all := make([]float64, 0, len(samples))
	for i, sample := range samples {
		if d := with[min(i, len(with)-1)]; d != 0 {
			all = append(all, sample/d)
		}
	}
	return all
}
