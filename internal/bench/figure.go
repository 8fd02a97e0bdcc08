// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// figure is one line of the summary: something measured, and what it is
// compared with.
type figure struct {
	Name    string    `json:"name"`
	Unit    string    `json:"unit"`              // of the samples
	Samples []float64 `json:"samples"`           // in the order in which they were taken
	Against string    `json:"against,omitempty"` // floor, ideal; empty: the samples stand for themselves
	With    []float64 `json:"with,omitempty"`    // the samples of that, taken in turn with the others
	Want    bound     `json:"-"`
}

// want returns f with a bound.
func (f figure) want(kind string, value float64) figure {
	f.Want = bound{kind, value}
	return f
}

// value is the ratio of the medians. Without a comparison it is the worst
// sample: the smallest where much is wanted, else the largest.
func (f figure) value() float64 {
	ours := spreadOf(f.Samples)
	if f.Against != "" {
		if with := spreadOf(f.With); with.Median != 0 {
			return ours.Median / with.Median
		}
		return 0
	}
	if f.Want.kind == atLeast {
		return ours.Min
	}
	return ours.Max
}

// summarize prints the figures as a table.
func summarize(out io.Writer, figures []figure) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(cells ...any) { _, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", cells...) }
	row("FIGURE", "VALUE", "WANTED", "", "EACH ROUND", "MEASURED (MIN/MEDIAN/MAX)", "COMPARED WITH")
	for _, f := range figures {
		value := f.value()
		with := "-"
		if f.Against != "" {
			with = f.Against + " " + describe(f.With, f.Unit)
		}
		row(f.Name, number(value), f.Want, f.Want.verdict(value), describe(ratios(f.Samples, f.With), ""), describe(f.Samples, f.Unit), with)
	}
	return table.Flush() // which tells whether a row could not be written
}

// describe shows the spread of samples; a single one stands alone.
func describe(samples []float64, unit string) string {
	if len(samples) == 0 {
		return "-"
	}
	if unit != "" {
		unit = " " + unit
	}
	s := spreadOf(samples)
	if len(samples) == 1 {
		return number(s.Median) + unit
	}
	return number(s.Min) + "/" + number(s.Median) + "/" + number(s.Max) + unit
}

// number shows x with about three digits that mean something.
func number(x float64) string {
	switch {
	case x == float64(int64(x)):
		return fmt.Sprintf("%.0f", x)
	case x < 0.1:
		return fmt.Sprintf("%.4f", x)
	case x < 10:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	default:
		return fmt.Sprintf("%.0f", x)
	}
}
