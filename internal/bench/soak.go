// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// soakReads is how many backups a plan of the soak reads.
const soakReads = 100

// endured is what one of the two processes of the soak did, one after the other.
type endured struct {
	plans, failures    int
	firstPeak, maxPeak float64 // MiB
	lastPeak           float64
}

// soak lets two Terraform processes plan again and again for so long, against a
// service with the API's limit at which everything goes wrong at times, and
// prints what happened.
func soak(ctx context.Context, l *lab, long time.Duration, out io.Writer) error {
	const processes = 2
	pair := make([]*workspace, processes)
	for i := range pair {
		var err error
		if pair[i], err = l.metered(ctx, l.programs.provider, soakReads); err != nil {
			return err
		}
	}
	s := serve(fakeapi.Options{}, soakFaults()...)
	defer s.stop()
	l.say("soaking for %s: %d processes, %d reads a plan, faults on", long, processes, soakReads)
	begin := time.Now()
	done := make([]endured, processes)
	errs := make([]error, processes)
	var group sync.WaitGroup
	for i, w := range pair {
		group.Go(func() { done[i], errs[i] = endure(ctx, w, s, begin.Add(long)) })
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return tell(out, time.Since(begin), s.calls(), done)
}

// soakFaults are a bad day: a slow network, and about one request in six that
// fails in a way that passes.
func soakFaults() []fakeapi.Fault {
	return append(failing(0.15),
		fakeapi.Latency(30*time.Millisecond),
		fakeapi.Jitter(120*time.Millisecond),
		fakeapi.Truncate().Sometimes(0.01),
		fakeapi.ResetBody().Sometimes(0.01),
		fakeapi.Fail("RequestLimitExceeded").Sometimes(0.005),
		fakeapi.Hang().Sometimes(0.0005),
	)
}

// endure plans until the deadline; the last plan is let finish.
func endure(ctx context.Context, w *workspace, s *service, deadline time.Time) (endured, error) {
	var e endured
	for time.Now().Before(deadline) {
		p, err := w.try(ctx, s)
		if err != nil {
			return e, err
		}
		e.note(p)
	}
	return e, nil
}

func (e *endured) note(p planned) {
	peak := p.used.peakMiB()
	if e.plans == 0 {
		e.firstPeak = peak
	}
	e.plans++
	e.failures += p.failures
	e.lastPeak, e.maxPeak = peak, max(e.maxPeak, peak)
}

func tell(out io.Writer, took time.Duration, counted fakeapi.ActionStats, done []endured) error {
	var all endured
	for _, e := range done {
		all.plans += e.plans
		all.failures += e.failures
	}
	reads := all.plans * soakReads
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) {
		_, _ = fmt.Fprintf(table, "%s\t%s\n", name, fmt.Sprintf(format, args...))
	}
	row("time", "%s", took.Round(time.Second))
	row("plans", "%d", all.plans)
	row("reads", "%d", reads)
	row("requests", "%d, %.1f in a second", counted.Requests, float64(counted.Requests)/took.Seconds())
	row("refusals", "%d, %.1f %% of the requests", counted.Refusals, 100*float64(counted.Refusals)/float64(max(counted.Requests, 1)))
	row("retries", "%d", counted.Requests-reads)
	row("failures", "%d (wanted: 0)", all.failures)
	for i, e := range done {
		row(fmt.Sprintf("memory of process %d", i+1), "first plan %s MiB, last %s, most %s", number(e.firstPeak), number(e.lastPeak), number(e.maxPeak))
	}
	return table.Flush() // which tells whether a row could not be written
}
