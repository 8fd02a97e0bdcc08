// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Hang never answers: it waits until the client goes.
func Hang() Fault {
	return Handle(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// HangBody sends half of the body, then waits until the client goes.
func HangBody() Fault {
	return Fault{deliver: func(w http.ResponseWriter, r *http.Request, a *answer) {
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		a.sendHead(w)
		if !sendPart(w, a.body[:len(a.body)/2]) {
			return
		}
		<-r.Context().Done()
		abort() // the rest cannot follow
	}}
}

// Drip sends the body that many bytes at a time, with a pause before each part.
func Drip(size int, pause time.Duration) Fault {
	return Fault{deliver: func(w http.ResponseWriter, r *http.Request, a *answer) {
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		a.sendHead(w)
		sendPart(w, nil)
		for rest := a.body; len(rest) > 0; {
			part := rest[:min(max(size, 1), len(rest))]
			rest = rest[len(part):]
			if !sleep(r.Context(), pause) || !sendPart(w, part) {
				return
			}
		}
	}}
}

// Endless answers with the beginning of JSON and goes on with one string until the
// client goes.
func Endless() Fault {
	return Handle(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if !sendPart(w, []byte(`{"Response":{"RequestId":"`)) {
			return
		}
		for filler := bytes.Repeat([]byte("x"), 64<<10); r.Context().Err() == nil; {
			if !sendPart(w, filler) {
				return
			}
		}
	})
}

// Reset resets the connection in place of an answer. The client may find that the
// connection it had kept is gone, or that a fresh one breaks. Where the connection
// cannot be had, as in HTTP/2, the request is aborted by http.ErrAbortHandler.
func Reset() Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) {
		if conn, ok := hijack(w); ok {
			reset(conn)
			return
		}
		abort()
	})
}

// LoseResponse lets the service do what it is asked to, then resets the connection
// in place of the response, like [Reset].
func LoseResponse() Fault {
	return Fault{deliver: func(w http.ResponseWriter, r *http.Request, _ *answer) { Reset().instead(w, r) }}
}

// ResetBody sends the head of the answer and half of the body, then resets the
// connection like [Reset].
func ResetBody() Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, a *answer) {
		half := a.body[:len(a.body)/2]
		if conn, ok := hijack(w); ok {
			_, _ = conn.Write(append(a.rawHead(len(a.body)), half...))
			reset(conn)
			return
		}
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		a.sendHead(w)
		sendPart(w, half)
		abort()
	}}
}

// WrongLength states a Content-Length that is off by that many bytes, and ends the
// connection after the whole body: the client gets too few bytes if it is
// positive, and bytes after the end if it is negative.
func WrongLength(off int) Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, a *answer) {
		length := max(0, len(a.body)+off)
		if conn, ok := hijack(w); ok {
			_, _ = conn.Write(append(a.rawHead(length), a.body...))
			_ = conn.Close()
			return
		}
		a.header.Set("Content-Length", strconv.Itoa(length))
		a.send(w)
	}}
}

// rawHead writes the head of the answer for a connection of HTTP/1.1 that ends
// with it.
func (a *answer) rawHead(length int) []byte {
	a.header.Set("Content-Length", strconv.Itoa(length))
	a.header.Set("Connection", "close")
	b := bytes.NewBufferString(fmt.Sprintf("HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status)))
	_ = a.header.Write(b) // a bytes.Buffer takes everything
	b.WriteString("\r\n")
	return b.Bytes()
}

// hijack takes the connection over, if it can be had.
func hijack(w http.ResponseWriter) (net.Conn, bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	return conn, err == nil
}

// reset closes a connection so that the other side gets an RST.
func reset(conn net.Conn) {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if t, ok := conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = conn.Close()
}

// abort ends the request without an end of its answer.
func abort() { panic(http.ErrAbortHandler) }

// sendPart sends some bytes at once and reports whether the client may still be there.
func sendPart(w http.ResponseWriter, part []byte) bool {
	if _, err := w.Write(part); err != nil {
		return false
	}
	// What cannot flush sends everything at the end.
	_ = http.NewResponseController(w).Flush()
	return true
}

// sleep waits, and reports whether the client was there all that time.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
