// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
)

// job is a download in progress.
type job struct {
	Options

	root   *os.Root // Directory
	folder *os.Root // NAME.part in it
	client *http.Client
	notes  notes  // of folder
	owner  uint64 // of files that are created in folder
	seen   *tracker
	slots  *slots
}

// Run downloads the files into the folder Name in Directory. Files that are there
// already are verified, and only those that are missing or have changed are
// downloaded. The error is an [*Error]. What was received remains on disk, and the
// next Run resumes it.
func Run(ctx context.Context, o Options) (*Result, error) {
	if err := CheckNames(o.Name, o.Files); err != nil {
		return nil, err
	}
	o = o.normalized()
	r := &job{Options: o, client: newClient(o.Transport), seen: newTracker(ctx, o), slots: newSlots(o.Connections)}
	result, err := unlessStuck(ctx, func() (*Result, error) { return r.run(ctx) })
	if err != nil {
		return nil, r.seen.complete(asError(ctx, err))
	}
	return result, nil
}

func (r *job) run(ctx context.Context) (_ *Result, err error) {
	if r.root, err = openDirectory(ctx, r.Directory); err != nil {
		return nil, err
	}
	defer func() { _ = r.root.Close() }() // only a handle
	release, lockErr := lock(ctx, r.root, r.Name+lockSuffix, r.seen.waiting)
	if lockErr == nil {
		defer release()
	} else if e, ok := errors.AsType[*Error](lockErr); !ok || e.Kind != Permission && e.Kind != NoLock && e.Kind != DiskFull {
		return nil, lockErr
	}
	old, err := r.verify(ctx)
	if err != nil {
		return nil, err
	}
	if old.complete() {
		if err := r.enter(ctx, old.manifest, lockErr); err != nil {
			return nil, err
		}
		if lockErr == nil {
			r.clean(ctx) // a run may have died before it did
		}
		return &Result{Files: old.results(), Reused: true}, nil
	}
	if lockErr != nil {
		return nil, lockErr
	}
	if err := r.fill(ctx, old); err != nil {
		return nil, err
	}
	return &Result{Files: old.results()}, nil
}

// fill downloads what is missing to the folder NAME.part, and moves it from there.
func (r *job) fill(ctx context.Context, old *contents) error {
	if err := r.openPart(ctx, old); err != nil {
		return err
	}
	defer func() { _ = r.folder.Close() }() // only a handle
	missing := old.missing()
	if err := r.checkSpace(missing); err != nil {
		return err
	}
	err := r.each(ctx, missing, func(ctx context.Context, c *content) (err error) {
		c.result, err = r.transfer(ctx, c.File)
		return err
	})
	if err != nil {
		return err
	}
	return r.publish(ctx, old)
}

// each calls work for the files, some at a time. After an error, it cancels the other
// calls and returns that error.
func (r *job) each(ctx context.Context, files []*content, work func(ctx context.Context, f *content) error) error {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(r.Connections)
	for _, f := range files {
		group.Go(func() error {
			if inner.Err() != nil {
				return inner.Err() // not the first error
			}
			return work(inner, f)
		})
	}
	err := group.Wait()
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	return err
}

// grace is how long a job may take to end after its context is done.
const grace = 2 * time.Second

// unlessStuck runs a job and returns its result. If the job does not end soon after ctx
// is done, because a file system does not respond, it is left alone. It keeps the lock,
// and changes nothing outside NAME.part any more.
func unlessStuck[T any](ctx context.Context, job func() (T, error)) (result T, err error) {
	done := make(chan struct{})
	var late T
	var lateErr error
	go func() {
		defer close(done)
		late, lateErr = job()
	}()
	select {
	case <-done:
		return late, lateErr
	case <-ctx.Done():
	}
	select {
	case <-done:
		return late, lateErr
	case <-time.After(grace):
		e := interrupted(ctx)
		e.Facts = append(e.Facts, "The file system did not respond.")
		return result, e
	}
}
