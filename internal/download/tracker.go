// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"sync"
	"time"
)

// progressInterval is the time between two reports.
const progressInterval = 2 * time.Second

// tracker counts and reports the progress of all transfers.
type tracker struct {
	mu       sync.Mutex
	now      Progress
	report   func(Progress)
	reported time.Time
}

func newTracker(o Options) *tracker {
	t := &tracker{report: o.Progress, now: Progress{Files: len(o.Files)}, reported: time.Now()}
	for _, f := range o.Files {
		t.now.Size += f.Size
	}
	return t
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
	if time.Since(t.reported) >= progressInterval {
		t.reported = time.Now()
		t.report(t.now)
	}
}

func (t *tracker) finished() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Finished++
	t.reported = time.Now()
	t.report(t.now)
}

// failed returns err with the progress, or an error that ctx was interrupted.
func (t *tracker) failed(ctx context.Context, err error) *Error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = diskError("", "a file operation", err)
	}
	if ctx.Err() != nil {
		e = interrupted(ctx)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	e.Progress = t.now
	return e
}
