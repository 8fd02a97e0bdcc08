// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"
)

func TestFigure_value(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		figure figure
		want   float64
	}{
		"ratio of the medians": {figure{Samples: []float64{2, 3, 30}, Against: "floor", With: []float64{1, 2, 50}}, 1.5},
		"of an ideal":          {figure{Samples: []float64{20, 30}, Against: "ideal", With: []float64{25}}, 1},
		"of nothing":           {figure{Samples: []float64{2}, Against: "floor"}, 0},
		"worst of few wanted":  {figure{Samples: []float64{0, 7, 1}, Want: bound{atMost, 0}}, 7},
		"worst of many wanted": {figure{Samples: []float64{5, 7}, Want: bound{atLeast, 6}}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.figure.value(); got != test.want {
				t.Errorf("got %g, want %g", got, test.want)
			}
		})
	}
}

func TestSummarize(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := summarize(&out, []figure{
		{Name: "plan", Unit: "s", Samples: []float64{2.2, 2}, Against: "floor", With: []float64{2, 2}, Want: bound{atMost, 1.05}},
		{Name: "refusals", Samples: []float64{0, 3}, Want: bound{atMost, 0}},
		{Name: "start", Unit: "ms", Samples: []float64{12}, Against: "floor", With: []float64{12}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"FIGURE VALUE WANTED EACH ROUND MEASURED (MIN/MEDIAN/MAX) COMPARED WITH",
		"plan 1.05 at most 1.05 met 1/1.05/1.10 2/2.10/2.20 s floor 2/2/2 s",
		"refusals 3 at most 0 missed - 0/1.50/3 -",
		"start 1 - - 1 12 ms floor 12 ms",
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(want) {
		t.Fatalf("got %d lines, want %d:\n%s", len(lines), len(want), out.String())
	}
	for i, line := range lines {
		if got := strings.Join(strings.Fields(line), " "); got != want[i] {
			t.Errorf("line %d is\n%q, want\n%q", i, got, want[i])
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for want, x := range map[string]float64{
		"0": 0, "25": 25, "0.0123": 0.01234, "0.95": 0.949, "1.05": 1.0499, "12.3": 12.34, "1235": 1234.6,
	} {
		if got := number(x); got != want {
			t.Errorf("%g is shown as %q, want %q", x, got, want)
		}
	}
}
