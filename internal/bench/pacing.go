// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// windows are the ways to count the requests of a second. The API's document
// does not say which one it means, so the provider must be right by both.
var windows = []fakeapi.RateWindow{fakeapi.SlidingSecond, fakeapi.CalendarSecond}

// paced is what one process at the limit did.
type paced struct {
	planned

	refusals, failures, mostInSecond int
}

// measurePacing reads hundreds of backups with one process, at the limit that
// the API's document names and without and with a distant service, and the same
// with the floor.
func measurePacing(ctx context.Context, l *lab) error {
	reads := l.times(allReads, allReads/5)
	provider, err := l.metered(ctx, l.programs.provider, reads)
	if err != nil {
		return err
	}
	floor, err := l.metered(ctx, l.programs.floor, reads)
	if err != nil {
		return err
	}
	var near []planned // what the provider used where nothing is waited for but the limit
	var floors []planned
	for _, latency := range []time.Duration{0, 150 * time.Millisecond} {
		var runs []paced
		for _, window := range windows {
			base, err := floor.plan(ctx, &service{})
			if err != nil {
				return err
			}
			floors = append(floors, base)
			one, err := pace(ctx, provider, fakeapi.Options{RateWindow: window}, fakeapi.Latency(latency))
			if err != nil {
				return err
			}
			runs = append(runs, one)
			if latency == 0 {
				near = append(near, one.planned)
			}
		}
		l.addPacing(reads, latency, runs)
	}
	l.add(
		figure{
			Name: fmt.Sprintf("processor time, reads: %d", reads), Unit: "s",
			Samples: cpuOf(near), Against: "floor", With: cpuOf(floors), Want: bound{atMost, 2},
		},
		figure{
			Name: fmt.Sprintf("peak memory, reads: %d", reads), Unit: "MiB",
			Samples: peaksOf(near), Against: "floor", With: peaksOf(floors), Want: bound{atMost, 1.15},
		})
	return nil
}

func pace(ctx context.Context, w *workspace, o fakeapi.Options, faults ...fakeapi.Fault) (paced, error) {
	s := serve(o, faults...)
	defer s.stop()
	p, err := w.try(ctx, s)
	counted := s.calls()
	return paced{planned: p, refusals: counted.Refusals, failures: p.failures, mostInSecond: counted.MaxInSlidingSecond}, err
}

func (l *lab) addPacing(reads int, latency time.Duration, runs []paced) {
	name := func(what string) string { return fmt.Sprintf("%s, reads: %d, latency: %s", what, reads, latency) }
	l.add(
		figure{
			Name: name("time"), Unit: "s", Samples: each(runs, func(p paced) float64 { return p.seconds }),
			Against: "ideal", With: []float64{float64(reads) / rateLimit}, Want: bound{atMost, 1.05},
		},
		count(name("most requests in a second"), rateLimit, runs, func(p paced) int { return p.mostInSecond }),
		count(name("refusals"), 0, runs, func(p paced) int { return p.refusals }),
		count(name("failures"), 0, runs, func(p paced) int { return p.failures }),
	)
}

// count is a figure of things of which there should not be more than limit.
func count[T any](name string, limit float64, runs []T, of func(T) int) figure {
	return figure{
		Name: name, Samples: each(runs, func(run T) float64 { return float64(of(run)) }), Want: bound{atMost, limit},
	}
}
