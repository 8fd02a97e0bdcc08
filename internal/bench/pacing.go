// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// measurePacing reads hundreds of backups with one process, at the API's limit, and
// compares the time with the ideal of 20 reads in each second.
func measurePacing(ctx context.Context, l *lab) error {
	provider, err := l.reader(ctx, l.provider, allReads)
	if err != nil {
		return err
	}
	floor, err := l.reader(ctx, l.floor, allReads)
	if err != nil {
		return err
	}
	base, err := floor.run(ctx, nil, "plan")
	if err != nil {
		return err
	}
	for _, test := range []struct {
		latency     time.Duration
		parallelism int // enough to have 20 requests answered in a second
	}{{0, 10}, {150 * time.Millisecond, 10}, {time.Second, 30}, {3 * time.Second, 80}} {
		s := serve(fakeapi.Options{}, backups(), fakeapi.Latency(test.latency))
		o, err := provider.try(ctx, s, "plan", fmt.Sprint("-parallelism=", test.parallelism))
		s.stop()
		if err != nil {
			return err
		}
		name := func(what string) string {
			return fmt.Sprintf("reads: %d, latency: %s: %s", allReads, test.latency, what)
		}
		ideal := float64(allReads)/rateLimit + test.latency.Seconds()
		l.add(
			figure{name("time"), "s", []float64{o.seconds}, "ideal", []float64{ideal}, bound{atMost, 1.05}},
			figure{name: name("most requests in a second"), samples: []float64{float64(s.reads().MaxPerSecond)}, want: bound{atMost, rateLimit}},
			figure{name: name("refused requests"), samples: []float64{float64(s.reads().Throttled)}, want: bound{atMost, 0}},
			figure{name: name("failed reads"), samples: []float64{failures(o)}, want: bound{atMost, 0}},
		)
		if test.latency == 0 {
			l.add(
				figure{name("peak memory"), "MiB", []float64{peakMiB(o)}, "floor", []float64{peakMiB(base)}, bound{atMost, 1.15}},
				figure{name("processor time"), "s", []float64{cpuSeconds(o)}, "floor", []float64{cpuSeconds(base)}, bound{atMost, 2}},
			)
		}
	}
	return nil
}

// measurePair reads with two processes at once, which know nothing of each other
// and share the account's limit. The API's document does not say how it counts a
// second, so both ways are tried.
func measurePair(ctx context.Context, l *lab) error {
	pair := make([]*workspace, 2)
	for i := range pair {
		var err error
		if pair[i], err = l.reader(ctx, l.provider, allReads); err != nil {
			return err
		}
	}
	var throughput, refused, failed []float64
	for _, window := range []fakeapi.RateWindow{fakeapi.SlidingSecond, fakeapi.CalendarSecond} {
		s := serve(fakeapi.Options{RateWindow: window}, backups())
		outcomes, errs := make([]outcome, len(pair)), make([]error, len(pair))
		var group sync.WaitGroup
		for i, w := range pair {
			group.Go(func() { outcomes[i], errs[i] = w.try(ctx, s, "plan") })
		}
		group.Wait()
		s.stop()
		lost := 0
		for i, o := range outcomes {
			if errs[i] != nil {
				return errs[i]
			}
			lost += o.failures
		}
		throughput = append(throughput, float64(len(pair)*allReads-lost)/s.busy().Seconds())
		refused = append(refused, float64(s.reads().Throttled)/float64(s.reads().Requests))
		failed = append(failed, float64(lost))
	}
	name := func(what string) string { return fmt.Sprintf("2 processes, reads: %d each: %s", allReads, what) }
	l.add(
		figure{name("throughput"), "1/s", throughput, "limit", []float64{rateLimit}, bound{atLeast, 0.9}},
		figure{name: name("refused share"), samples: refused, want: bound{atMost, 0.05}},
		figure{name: name("failed reads"), samples: failed, want: bound{atMost, 0}},
	)
	return nil
}
