// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrintTable(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := printTable(&out, []figure{
		{"plan", "s", []float64{2.2, 2}, "floor", []float64{2, 2, 50}, bound{atMost, 1.05}},
		{"refusals", "", []float64{0, 3}, "", nil, bound{atMost, 0}},
		{"throughput", "1/s", []float64{18.25, 123.4}, "", nil, bound{atLeast, 18}},
		{"start", "ms", []float64{12}, "floor", []float64{24}, bound{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"FIGURE VALUE WANTED MEASURED (MIN/MEDIAN/MAX) COMPARED WITH",
		"plan 1.05 at most 1.05: met 2/2.10/2.20 s floor 2/2/50 s",
		"refusals 3 at most 0: missed 0/1.50/3 -",
		"throughput 18.2 at least 18: met 18.2/70.8/123 1/s -",
		"start 0.50 - 12 ms floor 24 ms",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}
