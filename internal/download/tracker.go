// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"math"
	"sync"
	"time"
)

// progressInterval is the time between two reports.
const progressInterval = 2 * time.Second

// tracker counts and reports the progress of all transfers, until ctx is done.
type tracker struct {
	ctx      context.Context //nolint:containedctx // that of the job
	mu       sync.Mutex
	now      Progress
	failure  *Error // the last one of a request, if nothing was received since
	callback func(Progress)
	reported time.Time
}

func newTracker(ctx context.Context, o Options) *tracker {
	t := &tracker{ctx: ctx, callback: o.Progress, now: Progress{Files: len(o.Files)}, reported: time.Now()}
	for _, f := range o.Files {
		t.now.Size += min(f.Size, math.MaxInt64-t.now.Size)
	}
	return t
}

func (t *tracker) report(p Progress) {
	t.reported = time.Now()
	if t.ctx.Err() == nil {
		t.callback(p)
	}
}

func (t *tracker) waiting() {
	t.mu.Lock()
	defer t.mu.Unlock()
	waiting := t.now
	waiting.Waiting = true
	t.report(waiting)
}

// add counts bytes. The number is negative for a file that is restarted.
func (t *tracker) add(bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Bytes += bytes
	if bytes > 0 {
		t.failure = nil
	}
	if time.Since(t.reported) >= progressInterval {
		t.report(t.now)
	}
}

func (t *tracker) finished() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Finished++
	t.report(t.now)
}

// failed notes an error of a request that is tried again.
func (t *tracker) failed(file string, err *Error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err.File = file
	t.failure = err
}

// complete adds how far the download was to its error, and why it was waiting.
func (t *tracker) complete(e *Error) *Error {
	t.mu.Lock()
	defer t.mu.Unlock()
	e.Progress = t.now
	if e.Kind == Interrupted && t.failure != nil {
		e.Facts = append(e.Facts, "Last failure: "+t.failure.Error())
	}
	return e
}

// counter counts the bytes of a file that are written to it.
type counter struct {
	*tracker

	total int64
}

func (t *tracker) file() *counter { return &counter{tracker: t} }

// Write never fails.
func (c *counter) Write(p []byte) (int, error) {
	c.total += int64(len(p))
	c.add(int64(len(p)))
	return len(p), nil
}

// discard takes back what was counted.
func (c *counter) discard() {
	c.add(-c.total)
	c.total = 0
}
