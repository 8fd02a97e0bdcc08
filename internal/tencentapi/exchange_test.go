// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// bodies responds to each request with the next of them, and then with the last.
type bodies struct {
	bodies []*trackedBody
	length int64 // the Content-Length
}

func (b *bodies) RoundTrip(r *http.Request) (*http.Response, error) {
	next := b.bodies[0]
	if len(b.bodies) > 1 {
		b.bodies = b.bodies[1:]
	}
	next.ctx = r.Context()
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: next, ContentLength: b.length, Request: r}, nil
}

// trackedBody returns text, and then fails with err, or hangs without one.
type trackedBody struct {
	text string
	err  error // io.EOF for a whole body

	ctx    context.Context // of its request
	closed bool
}

func (b *trackedBody) Read(p []byte) (int, error) {
	if b.text == "" && b.err == nil {
		<-b.ctx.Done()
		return 0, b.ctx.Err()
	}
	n := copy(p, b.text)
	b.text = b.text[n:]
	if b.text == "" {
		return n, b.err
	}
	return n, nil
}

func (b *trackedBody) Close() error {
	b.closed = true
	return nil
}

// TestCall_brokenBody: a body that breaks off or hangs is asked for again, and
// each body is closed.
func TestCall_brokenBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken, hanging, whole := &trackedBody{text: fine[:9], err: errors.New("reset")}, &trackedBody{text: fine[:9]}, &trackedBody{text: fine, err: io.EOF}
		start := time.Now()
		got, err := call(t.Context(), newTestClient(t, &bodies{bodies: []*trackedBody{broken, hanging, whole}, length: -1}, WithRequestTimeout(3*time.Second)))
		if err != nil || got.Value != "v" || time.Since(start) != 3*time.Second {
			t.Errorf("response %v and error %v after %s, want a response after 3s", got, err, time.Since(start))
		}
		if !broken.closed || !hanging.closed || !whole.closed {
			t.Error("a body was not closed")
		}

		_, err = call(t.Context(), newTestClient(t, &bodies{bodies: []*trackedBody{{text: fine[:9]}}, length: -1}, WithRequestTimeout(3*time.Second), WithMaxRetries(0)))
		if conErr, ok := errors.AsType[*ConnectionError](err); !ok || !strings.Contains(conErr.Error(), "no complete response within request_timeout (3s)") {
			t.Errorf("error is %v, want a *ConnectionError with the limit", err)
		}
	})
}

// TestCall_longBody: no more is read than a response may have, whatever its
// length is said to be.
func TestCall_longBody(t *testing.T) {
	t.Parallel()
	for name, length := range map[string]int64{"unknown": -1, "huge": 1 << 50, "wrong": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := &trackedBody{text: strings.Repeat(" ", 2*maxBody), err: io.EOF}
			_, err := call(t.Context(), newTestClient(t, &bodies{bodies: []*trackedBody{body}, length: length}))
			if _, ok := errors.AsType[*ResponseError](err); !ok {
				t.Errorf("error is %v, want a *ResponseError", err)
			}
			if read := 2*maxBody - len(body.text); read != maxBody+1 {
				t.Errorf("%d bytes were read, want %d", read, maxBody+1)
			}
		})
	}
}

// TestCall_interruptedSlot: a request that its context ended before it left
// takes no place in the window.
func TestCall_interruptedSlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, &server{responses: []reply{{hang: true}, say(200, fine)}}, WithMaxRequestsPerSecond(1))
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := call(ctx, c); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := call(t.Context(), c); err != nil || time.Since(start) != 0 {
			t.Errorf("error %v after %s, want a response at once", err, time.Since(start))
		}
	})
}
