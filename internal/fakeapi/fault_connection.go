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

// Hang never responds. It waits until the client disconnects.
func Hang() Fault {
	return Handle(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// HangBody sends half of the body, then waits until the client disconnects.
func HangBody() Fault {
	return Fault{deliver: func(w http.ResponseWriter, r *http.Request, response *rawResponse) {
		response.header.Set("Content-Length", strconv.Itoa(len(response.body)))
		response.sendHead(w)
		if sendPart(w, response.body[:len(response.body)/2]) {
			<-r.Context().Done()
			abort()
		}
	}}
}

// Drip sends the body in parts of size bytes, with a pause before each.
func Drip(size int, pause time.Duration) Fault {
	return Fault{deliver: func(w http.ResponseWriter, r *http.Request, response *rawResponse) {
		response.header.Set("Content-Length", strconv.Itoa(len(response.body)))
		response.sendHead(w)
		sendPart(w, nil)
		for rest := response.body; len(rest) > 0; {
			part := rest[:min(max(size, 1), len(rest))]
			rest = rest[len(part):]
			if !sleep(r.Context(), pause) || !sendPart(w, part) {
				return
			}
		}
	}}
}

// Reset resets the connection instead of responding. Over HTTP/2, only the request is
// aborted.
func Reset() Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) { reset(hijack(w)) })
}

// LoseResponse lets the service handle the request, then resets the connection
// instead of responding.
func LoseResponse() Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, _ *rawResponse) { reset(hijack(w)) }}
}

// ResetBody sends the header and half of the body, then resets the connection.
func ResetBody() Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, response *rawResponse) {
		reset(response.sendRaw(w, len(response.body), response.body[:len(response.body)/2]))
	}}
}

// WrongLength sends a Content-Length that is wrong by off bytes, and closes the
// connection after the body. The client gets too few bytes if off is positive, and
// bytes after the end if it is negative.
func WrongLength(off int) Fault {
	return Fault{deliver: func(w http.ResponseWriter, _ *http.Request, response *rawResponse) {
		_ = response.sendRaw(w, max(0, len(response.body)+off), response.body).Close()
	}}
}

// sendRaw takes over a connection of HTTP/1.1 and sends the header, with that
// Content-Length, and a body. The caller closes the connection.
func (r *rawResponse) sendRaw(w http.ResponseWriter, length int, body []byte) net.Conn {
	conn := hijack(w)
	r.header.Set("Content-Length", strconv.Itoa(length))
	r.header.Set("Connection", "close")
	b := bytes.NewBufferString(fmt.Sprintf("HTTP/1.1 %d %s\r\n", r.status, http.StatusText(r.status)))
	_ = r.header.Write(b) // a bytes.Buffer never fails
	b.WriteString("\r\n")
	b.Write(body)
	_, _ = conn.Write(b.Bytes()) // the client may be gone
	return conn
}

// hijack takes over the connection. If that is impossible, as in HTTP/2, it aborts
// the request.
func hijack(w http.ResponseWriter) net.Conn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		abort()
	}
	return conn
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

// abort ends the request in the middle of its response.
func abort() { panic(http.ErrAbortHandler) }

// sendPart sends some bytes at once and reports whether the client may still be there.
func sendPart(w http.ResponseWriter, part []byte) bool {
	if _, err := w.Write(part); err != nil {
		return false
	}
	_ = http.NewResponseController(w).Flush() // a writer without Flush sends everything at the end
	return true
}

// sleep waits and reports whether the client stayed connected.
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
