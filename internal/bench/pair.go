// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// shared is what two processes at one limit did.
type shared struct {
	failures          int
	throughput        float64 // answered reads in a second
	requests, refused int
}

// measurePair reads with two processes at once, which know nothing of each
// other and share the limit of the account.
func measurePair(ctx context.Context, l *lab) error {
	reads := l.times(allReads, allReads/5)
	pair := make([]*workspace, 2)
	for i := range pair {
		var err error
		if pair[i], err = l.workspace(ctx, l.programs.provider, reads); err != nil {
			return err
		}
	}
	var runs []shared
	for _, window := range windows {
		one, err := together(ctx, pair, reads, fakeapi.Options{RateWindow: window})
		if err != nil {
			return err
		}
		runs = append(runs, one)
	}
	name := func(what string) string { return fmt.Sprintf("%s, 2 processes, reads: %d each", what, reads) }
	l.add(
		figure{
			Name: name("throughput"), Unit: "1/s", Samples: each(runs, func(s shared) float64 { return s.throughput }),
			Against: "limit", With: []float64{rateLimit}, Want: bound{atLeast, 0.9},
		},
		figure{
			Name: name("refused share"), Want: bound{atMost, 0.05},
			Samples: each(runs, func(s shared) float64 { return float64(s.refused) / float64(max(s.requests, 1)) }),
		},
		count(name("failures"), 0, runs, func(s shared) int { return s.failures }),
	)
	return nil
}

func together(ctx context.Context, pair []*workspace, reads int, o fakeapi.Options) (shared, error) {
	s := serve(o)
	defer s.stop()
	plans := make([]planned, len(pair))
	errs := make([]error, len(pair))
	var group sync.WaitGroup
	for i, w := range pair {
		group.Go(func() { plans[i], errs[i] = w.try(ctx, s) })
	}
	group.Wait()
	one := shared{requests: s.calls().Requests, refused: s.calls().Refusals}
	for i, p := range plans {
		if errs[i] != nil {
			return one, errs[i]
		}
		one.failures += p.failures
	}
	one.throughput = float64(len(pair)*reads-one.failures) / s.busy().Seconds()
	return one, nil
}
