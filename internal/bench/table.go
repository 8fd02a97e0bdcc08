// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
)

// figure is one line of the table.
type figure struct {
	name    string
	unit    string    // of the samples
	samples []float64 // in the order in which they were taken
	against string    // what with is, such as floor; empty: the samples stand for themselves
	with    []float64 // taken in turn with the samples
	want    bound
}

// bound is what the value should be. The zero value wants nothing.
type bound struct {
	kind  string // atMost or atLeast
	limit float64
}

const (
	atMost  = "at most"
	atLeast = "at least"
)

// value is the ratio of the medians, or the worst sample if there is nothing to
// compare with.
func (f figure) value() float64 {
	switch {
	case f.against != "":
		return median(f.samples) / median(f.with)
	case f.want.kind == atLeast:
		return slices.Min(f.samples)
	default:
		return slices.Max(f.samples)
	}
}

// verdict shows the bound and whether x, as it is shown, is within it.
func (b bound) verdict(x float64) string {
	x = math.Round(x*100) / 100
	switch {
	case b.kind == "":
		return "-"
	case b.kind == atMost && x <= b.limit, b.kind == atLeast && x >= b.limit:
		return fmt.Sprintf("%s %g: met", b.kind, b.limit)
	default:
		return fmt.Sprintf("%s %g: missed", b.kind, b.limit)
	}
}

func median(samples []float64) float64 {
	sorted := slices.Sorted(slices.Values(samples))
	middle := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[middle-1] + sorted[middle]) / 2
	}
	return sorted[middle]
}

func printTable(out io.Writer, figures []figure) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(cells ...any) { _, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", cells...) } // Flush reports errors
	row("FIGURE", "VALUE", "WANTED", "MEASURED (MIN/MEDIAN/MAX)", "COMPARED WITH")
	for _, f := range figures {
		with := "-"
		if f.against != "" {
			with = f.against + " " + spread(f.with, f.unit)
		}
		row(f.name, number(f.value()), f.want.verdict(f.value()), spread(f.samples, f.unit), with)
	}
	return table.Flush()
}

// spread shows how far samples are apart.
func spread(samples []float64, unit string) string {
	text := number(median(samples))
	if len(samples) > 1 {
		text = number(slices.Min(samples)) + "/" + text + "/" + number(slices.Max(samples))
	}
	if unit != "" {
		text += " " + unit
	}
	return text
}

// number shows x with about three significant digits.
func number(x float64) string {
	switch {
	case x == math.Trunc(x), x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	default:
		return fmt.Sprintf("%.2f", x)
	}
}
