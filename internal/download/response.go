// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"cmp"
	"context"
	"errors"
	"math"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"sync"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// newClient returns a client that follows redirects only on the same host, and never
// from HTTPS to HTTP.
func newClient(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport: transport,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			last := via[len(via)-1].URL
			upgraded := last.Scheme == "http" && r.URL.Scheme == "https" && r.URL.Hostname() == last.Hostname()
			switch {
			case len(via) > 3:
				return &Error{Kind: BadResponse, Reason: "the object storage redirects again and again"}
			case upgraded, r.URL.Scheme == last.Scheme && r.URL.Host == last.Host:
				return nil
			case r.URL.Hostname() == last.Hostname():
				return &Error{Kind: BadResponse, Reason: "the object storage redirects from HTTPS to HTTP, or to another port"}
			}
			return &Error{Kind: BadResponse, Reason: "the object storage redirects to another host"}
		},
	}
}

// connectionError classifies an error of the connection.
func connectionError(ctx context.Context, err error) error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	if err = netfault.Clean(err); errors.Is(context.Cause(ctx), errIdle) {
		err = errIdle
	}
	if errors.Is(err, netfault.ErrNotHTTP) || errors.Is(err, netfault.ErrRedirect) {
		return &Error{Kind: BadResponse, Reason: err.Error()}
	}
	return &retryError{
		last:     &Error{Kind: Unreachable, Reason: "the connection failed", Facts: []string{"Cause: " + err.Error()}, Err: err},
		attempts: netfault.Attempts(err, math.MaxInt),
	}
}

// accept checks the header of a response to a request for the bytes from an offset on.
func (s *stream) accept(r *http.Response, known object, offset int64) error {
	switch r.StatusCode {
	case http.StatusOK, http.StatusPartialContent:
	case http.StatusRequestedRangeNotSatisfiable, http.StatusPreconditionFailed:
		if offset > 0 {
			return &retryError{last: badResponse(r), changed: true}
		}
		return badResponse(r)
	default:
		return s.refused(r)
	}
	s.end = unknown
	s.object = object{
		Size: unknown, ETag: r.Header.Get("ETag"), LastModified: r.Header.Get("Last-Modified"),
		CRC64: r.Header.Get("x-cos-hash-crc64ecma"),
	}
	if r.StatusCode == http.StatusPartialContent {
		return s.acceptRange(r, known, offset)
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "text/html" {
		return badResponse(r)
	}
	s.object.Size = r.ContentLength
	return nil
}

var contentRange = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)$`) })

// acceptRange checks that a partial response continues the object.
func (s *stream) acceptRange(r *http.Response, known object, offset int64) error {
	match := contentRange().FindStringSubmatch(r.Header.Get("Content-Range"))
	if match == nil || offset == 0 {
		return &retryError{last: badResponse(r)}
	}
	s.start, _ = strconv.ParseInt(match[1], 10, 64) // digits
	s.end, _ = strconv.ParseInt(match[2], 10, 64)
	s.end++
	s.object.Size = known.Size
	if match[3] != "*" {
		s.object.Size, _ = strconv.ParseInt(match[3], 10, 64)
	}
	if s.start != offset || s.end <= offset || !known.same(s.object) {
		return &retryError{last: badResponse(r), changed: true}
	}
	return nil
}

// same reports whether a later response is for the same object.
func (o object) same(later object) bool {
	if o.Size != unknown && o.Size != later.Size {
		return false
	}
	if o.strong() {
		return o.ETag == later.ETag
	}
	return o.LastModified == cmp.Or(later.LastModified, o.LastModified)
}
