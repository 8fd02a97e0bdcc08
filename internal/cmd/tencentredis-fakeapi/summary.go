// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// failure groups requests that failed in the same way.
type failure struct {
	action, code string
	injected     bool
}

// mistake reports whether the command is to blame: no fault caused the failure,
// and the request was not just throttled, which clients retry.
func (f failure) mistake() bool {
	return !f.injected && !strings.HasPrefix(f.code, "RequestLimitExceeded")
}

// failures counts the requests that failed, and the mistakes among them.
func failures(fake *fakeapi.Server) (all map[failure]int, refused int) {
	all = map[failure]int{}
	for _, r := range fake.Requests() {
		if r.Code != "" || r.Injected {
			all[failure{cmp.Or(r.Action, "(no action)"), cmp.Or(r.Code, "(no response)"), r.Injected}]++
		}
	}
	for _, d := range fake.Downloads() {
		if d.Code != "" || d.Injected {
			all[failure{"download", cmp.Or(d.Code, "(no response)"), d.Injected}]++
		}
	}
	for f, n := range all {
		if f.mistake() {
			refused += n
		}
	}
	return all, refused
}

// summarize prints the failures, if any.
func summarize(w io.Writer, all map[failure]int) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(w, "tencentredis-fakeapi: requests that failed:")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range slices.SortedFunc(maps.Keys(all), func(a, b failure) int {
		return cmp.Or(cmp.Compare(a.action, b.action), cmp.Compare(a.code, b.code))
	}) {
		why := ""
		if f.injected {
			why = "  injected"
		}
		fmt.Fprintf(table, "  %s\t%s\t%d%s\n", f.action, f.code, all[f], why)
	}
	_ = table.Flush() // stderr is the only place to report an error
}
