// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"testing"
)

func TestSpreadOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		samples []float64
		want    spread
	}{
		"none": {nil, spread{}},
		"one":  {[]float64{3}, spread{3, 3, 3}},
		"odd":  {[]float64{5, 1, 2}, spread{1, 2, 5}},
		"even": {[]float64{4, 1, 3, 2}, spread{1, 2.5, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := slices.Clone(test.samples)
			if got := spreadOf(test.samples); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if !slices.Equal(test.samples, before) {
				t.Errorf("the samples are now %v", test.samples)
			}
		})
	}
}

func TestRatios(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ samples, with, want []float64 }{
		"nothing to compare with": {[]float64{1, 2}, nil, nil},
		"in turn":                 {[]float64{2, 9}, []float64{1, 3}, []float64{2, 3}},
		"with one ideal":          {[]float64{2, 4, 6}, []float64{2}, []float64{1, 2, 3}},
		"with zero":               {[]float64{2, 4}, []float64{0, 2}, []float64{2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := ratios(test.samples, test.with); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestBound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		bound         bound
		value         float64
		text, verdict string
	}{
		"none":           {bound{}, 7, "-", "-"},
		"at the limit":   {bound{atMost, 1.05}, 1.05, "at most 1.05", "met"},
		"shown as equal": {bound{atMost, 1.05}, 1.054, "at most 1.05", "met"},
		"above":          {bound{atMost, 1.05}, 1.056, "at most 1.05", "missed"},
		"zero":           {bound{atMost, 0}, 0, "at most 0", "met"},
		"enough":         {bound{atLeast, 0.9}, 0.9, "at least 0.9", "met"},
		"too little":     {bound{atLeast, 0.9}, 0.89, "at least 0.9", "missed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.bound.String(); got != test.text {
				t.Errorf("it reads %q, want %q", got, test.text)
			}
			if got := test.bound.verdict(test.value); got != test.verdict {
				t.Errorf("%g is %q, want %q", test.value, got, test.verdict)
			}
		})
	}
}
