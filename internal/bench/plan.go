// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// measureSize compares the stripped binaries.
func measureSize(_ context.Context, l *lab) error {
	var sizes []float64
	for _, path := range []string{l.provider, l.floor} {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		sizes = append(sizes, float64(info.Size())/(1<<20))
	}
	l.add(figure{"binary size", "MiB", sizes[:1], "floor", sizes[1:], bound{atMost, 1.25}})
	return nil
}

// measurePlan compares time, memory, and processor time of `terraform plan`. The
// service has no limit here: a plan would meet what the one before it used up.
func measurePlan(ctx context.Context, l *lab) error {
	for _, test := range []struct{ reads, rounds int }{{1, 20}, {20, 15}} {
		s := serve(fakeapi.Options{RateLimit: -1}, backups())
		defer s.stop()
		var provider, floor []outcome
		side := func(program string, outcomes *[]outcome) (func(bool) error, error) {
			w, err := l.reader(ctx, program, test.reads)
			return func(counts bool) error {
				o, err := w.run(ctx, s, "plan")
				if counts {
					*outcomes = append(*outcomes, o)
				}
				return err
			}, err
		}
		ofFloor, err := side(l.floor, &floor)
		if err != nil {
			return err
		}
		ofProvider, err := side(l.provider, &provider)
		if err != nil {
			return err
		}
		if err := inTurn(test.rounds, ofFloor, ofProvider); err != nil {
			return err
		}
		name := func(what string) string { return fmt.Sprintf("plan, reads: %d: %s", test.reads, what) }
		l.add(
			figure{name("time"), "s", each(provider, seconds), "floor", each(floor, seconds), bound{atMost, 1.05}},
			figure{name("peak memory"), "MiB", each(provider, peakMiB), "floor", each(floor, peakMiB), bound{atMost, 1.15}},
			figure{name("processor time"), "s", each(provider, cpuSeconds), "floor", each(floor, cpuSeconds), bound{}},
		)
	}
	return nil
}
