// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"runtime"
	"time"
)

// measureRoundTrip compares reads through the client with POSTs of the same
// bytes to the same service, which is another process, so that its memory does
// not count.
func measureRoundTrip(ctx context.Context, l *lab) error {
	s, err := startCommand(ctx, l.programs.fakeAPI)
	if err != nil {
		return err
	}
	defer s.stop()
	var rounds []round
	err = inTurn(ctx, l.times(200, 50), func(counts bool) error {
		r, err := s.round(ctx)
		if err == nil && counts {
			rounds = append(rounds, r)
		}
		return err
	})
	if err != nil {
		return err
	}
	client := func(r round) cost { return r.client }
	raw := func(r round) cost { return r.raw }
	decoded := func(r round) cost { return r.decoded }
	microseconds := func(c cost) float64 { return float64(c.time.Nanoseconds()) / 1000 }
	allocations := func(c cost) float64 { return c.allocations }
	l.add(
		compare("round trip, time", "us", rounds, microseconds, client, "raw POST", raw).want(atMost, 1.2),
		compare("round trip, time", "us", rounds, microseconds, client, "raw POST and decoding", decoded),
		compare("round trip, allocated", "KiB", rounds, func(c cost) float64 { return c.bytes / (1 << 10) }, client, "raw POST", raw).want(atMost, 1.2),
		compare("round trip, allocations", "", rounds, allocations, client, "raw POST", raw),
		compare("round trip, allocations", "", rounds, allocations, client, "raw POST and decoding", decoded),
	)
	return nil
}

// compare makes a figure of one side of a cost and another.
func compare(name, unit string, rounds []round, of func(cost) float64, ours func(round) cost, against string, theirs func(round) cost) figure {
	return figure{
		Name: name, Unit: unit, Samples: each(rounds, func(r round) float64 { return of(ours(r)) }),
		Against: against, With: each(rounds, func(r round) float64 { return of(theirs(r)) }),
	}
}

// cost is what one round trip costs, on average over those of a round.
type cost struct {
	time        time.Duration
	allocations float64
	bytes       float64
}

// costOf measures n round trips.
func costOf(n int, trips func() error) (cost, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	err := trips()
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)
	return cost{
		time:        elapsed / time.Duration(n),
		allocations: float64(after.Mallocs-before.Mallocs) / float64(n),
		bytes:       float64(after.TotalAlloc-before.TotalAlloc) / float64(n),
	}, err
}
