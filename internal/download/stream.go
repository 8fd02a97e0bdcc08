// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// stream is the body of a response: bytes of a file from an offset on.
type stream struct {
	object     object // what the response says of the file
	start, end int64  // of the bytes; end is unknown if it was not announced

	body io.ReadCloser
	ctx  context.Context //nolint:containedctx // that of the request
	stop context.CancelCauseFunc
	// timer ends the request. It runs until the first byte and during each read.
	timer *time.Timer
	idle  time.Duration
	begun time.Time     // when the first byte was received
	wait  time.Duration // for the network since
	bytes int64         // received since
}

var errIdle = errors.New("nothing was received for too long")

// fetch requests the bytes from an offset on of an object that is known unless the
// offset is zero, up to end unless that is unknown. It waits for the first byte for
// as long as first, unless that is 0. The errors are a [*retryError] or an [*Error].
func (r *job) fetch(ctx context.Context, url string, known object, offset, end int64, first time.Duration) (*stream, error) {
	ctx, stop := context.WithCancelCause(ctx)
	s := &stream{ctx: ctx, stop: stop, idle: r.IdleTimeout, timer: time.AfterFunc(time.Hour, func() { stop(errIdle) })}
	s.timer.Stop()
	if first > 0 {
		s.timer.Reset(first)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		s.close()
		return nil, &Error{Kind: NoURL, Reason: "the URL is not valid"} // the cause contains it
	}
	request.Header.Set("Accept-Encoding", "identity")
	if offset > 0 {
		last := ""
		if end != unknown {
			last = strconv.FormatInt(end-1, 10)
		}
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-%s", offset, last))
		if known.strong() {
			request.Header.Set("If-Range", known.ETag)
		} else if known.LastModified != "" {
			request.Header.Set("If-Range", known.LastModified)
		}
	}
	response, err := r.client.Do(request) //nolint:bodyclose // by close
	if err != nil {
		defer s.close()
		return nil, connectionError(ctx, err)
	}
	s.body = response.Body
	if err := s.accept(response, known, offset); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// Read implements [io.Reader]. Its errors are io.EOF and a [*retryError].
func (s *stream) Read(p []byte) (int, error) {
	start := time.Now()
	if !s.begun.IsZero() {
		s.timer.Reset(s.idle)
	}
	n, err := s.body.Read(p)
	switch {
	case !s.begun.IsZero():
		s.timer.Stop() // only the network is waited for
		s.wait += time.Since(start)
		s.bytes += int64(n)
	case n > 0:
		s.timer.Stop()
		s.begun = time.Now()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = connectionError(s.ctx, err)
	}
	return n, err
}

// fast is so many bytes a second that more connections would only cost time.
const fast = 256 << 20

// slow reports whether the reader mostly waits for this response.
func (s *stream) slow() bool {
	elapsed := time.Since(s.begun)
	return !s.begun.IsZero() && elapsed > 250*time.Millisecond && s.wait > elapsed/2 &&
		float64(s.bytes) < fast*elapsed.Seconds()
}

// close ends the request.
func (s *stream) close() {
	s.timer.Stop()
	s.stop(nil)
	if s.body != nil {
		_ = s.body.Close() // it was only read
	}
}
