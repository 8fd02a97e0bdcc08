// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// part measures one thing and adds its figures to the lab.
type part struct {
	name    string
	measure func(context.Context, *lab) error
}

// parts are in the order in which they are measured.
func parts() []part {
	return []part{
		{"size", measureSize},
		{"start", measureStart},
		{"plan", measurePlan},
		{"memory", measureMemory},
		{"roundtrip", measureRoundTrip},
		{"pacing", measurePacing},
		{"pair", measurePair},
		{"faults", measureFaults},
		{"tls", measureTLS},
	}
}

func partNames() []string {
	var names []string
	for _, p := range parts() {
		names = append(names, p.name)
	}
	return names
}

// choose returns the parts in a comma-separated list.
func choose(list string) ([]part, error) {
	var wanted []string
	for name := range strings.SplitSeq(list, ",") {
		wanted = append(wanted, strings.TrimSpace(name))
	}
	names := partNames()
	for _, name := range wanted {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("there is no part %q, but %s", name, strings.Join(names, ", "))
		}
	}
	return slices.DeleteFunc(parts(), func(p part) bool { return !slices.Contains(wanted, p.name) }), nil
}

// times is how often to measure something: less in a quick run.
func (l *lab) times(thorough, quick int) int {
	if l.quick {
		return quick
	}
	return thorough
}

// inTurn measures each side once without counting it, to fill caches, and then
// n times in turn.
func inTurn(ctx context.Context, n int, sides ...func(counts bool) error) error {
	for i := range n + 1 {
		for _, side := range sides {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := side(i > 0); err != nil {
				return err
			}
		}
	}
	return nil
}
