// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// newClient returns a client that follows no redirects to other hosts.
func newClient(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport: transport,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			first := via[0].URL
			if r.URL.Host != first.Host || r.URL.Scheme != first.Scheme {
				return &Error{Kind: BadResponse, Reason: fmt.Sprintf("the object storage redirects to another host, %q", r.URL.Host)}
			}
			if len(via) > 3 {
				return &Error{Kind: BadResponse, Reason: "the object storage redirects again and again"}
			}
			return nil
		},
	}
}

var errIdle = errors.New("nothing was received for too long")

// request makes one request for the rest of the file and stores the response. Its
// error is a [*retryError], an [*Error], or one of the disk.
func (t *transfer) request(ctx context.Context) error {
	if t.url == "" {
		fresh, err := t.URL(ctx, t.file.Name)
		if err != nil {
			return &Error{Kind: NoURL, Reason: "no URL could be obtained", Err: err}
		}
		t.url = fresh
	}
	if t.have > 0 && !resumable(t.etag) {
		if err := t.restart(); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	idle := time.AfterFunc(t.IdleTimeout, func() { cancel(errIdle) })
	defer idle.Stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.url, nil)
	if err != nil {
		return &Error{Kind: NoURL, Reason: "the URL is not valid"} // the cause contains it
	}
	r.Header.Set("Accept-Encoding", "identity")
	if t.have > 0 {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", t.have))
		r.Header.Set("If-Range", t.etag)
	}
	response, err := t.client.Do(r)
	if err != nil {
		return connectionError(ctx, err)
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	if err := t.accept(response); err != nil {
		return err
	}
	return t.store(ctx, &activeReader{response.Body, idle, t.IdleTimeout})
}

// activeReader resets a timer with each read.
type activeReader struct {
	io.Reader

	timer *time.Timer
	delay time.Duration
}

func (r *activeReader) Read(p []byte) (int, error) {
	r.timer.Reset(r.delay)
	return r.Reader.Read(p)
}

// connectionError classifies an error of the connection.
func connectionError(ctx context.Context, err error) error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	cause := err
	if e, ok := errors.AsType[*url.Error](err); ok { // it contains the URL
		cause = e.Err
	}
	if strings.HasPrefix(cause.Error(), "failed to parse Location header") { // the rest is a URL, perhaps a signed one
		return &retryError{last: &Error{Kind: BadResponse, Reason: "the store redirects to an invalid URL"}}
	}
	if errors.Is(context.Cause(ctx), errIdle) {
		cause = errIdle
	}
	return &retryError{last: &Error{Kind: Unreachable, Reason: "the connection failed", Facts: []string{"Cause: " + cause.Error()}, Err: cause}}
}

// accept checks the header of a response and prepares for its body.
func (t *transfer) accept(r *http.Response) error {
	switch r.StatusCode {
	case http.StatusOK, http.StatusPartialContent:
		t.refusals = 0
	case http.StatusRequestedRangeNotSatisfiable, http.StatusPreconditionFailed:
		if t.have == 0 {
			return badResponse(r)
		}
		// The part is no longer the beginning of the object.
		return t.restartAfter(&retryError{last: badResponse(r), now: true})
	default:
		return t.refused(r)
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		e := badResponse(r)
		e.Reason = fmt.Sprintf("the response is encoded with %.20q, which was not asked for", encoding)
		return &retryError{last: e}
	}
	if r.StatusCode == http.StatusPartialContent {
		return t.acceptRest(r)
	}
	if t.have > 0 { // the server ignores Range, or the object has changed
		if err := t.restart(); err != nil {
			return err
		}
	}
	t.etag, t.crc64, t.size = r.Header.Get("ETag"), r.Header.Get("x-cos-hash-crc64ecma"), r.ContentLength
	if err := t.announced(); err != nil {
		return err
	}
	return t.notes.change(t.index, func(f *manifestFile) {
		*f = manifestFile{Name: f.Name, Size: max(t.size, 0), ETag: t.etag, CRC64: t.crc64}
	})
}

// announced compares the size that the store announced with the expected one.
func (t *transfer) announced() error {
	if t.size == unknown && t.file.Size > 0 {
		t.size = t.file.Size
	}
	if t.file.Size > 0 && t.size != t.file.Size {
		return &Error{Kind: Mismatch, Reason: fmt.Sprintf("the object storage announced %d bytes, and %d are expected", t.size, t.file.Size)}
	}
	return nil
}

var contentRange = regexp.MustCompile(`^bytes (\d{1,18})-\d{1,18}/(\d{1,18})$`)

// acceptRest checks that a partial response continues the part.
func (t *transfer) acceptRest(r *http.Response) error {
	match := contentRange.FindStringSubmatch(r.Header.Get("Content-Range"))
	if match == nil || t.have == 0 {
		return &retryError{last: badResponse(r)}
	}
	from, _ := strconv.ParseInt(match[1], 10, 64) // digits
	size, _ := strconv.ParseInt(match[2], 10, 64)
	if from == t.have && (t.size == unknown || size == t.size) && r.Header.Get("ETag") == t.etag {
		t.size = size
		return t.announced()
	}
	return t.restartAfter(&retryError{last: badResponse(r)})
}

// restartAfter returns failed, unless restarting fails as well.
func (t *transfer) restartAfter(failed *retryError) error {
	if err := t.restart(); err != nil {
		return err
	}
	return failed
}

// store writes the body to the part and the sums.
func (t *transfer) store(ctx context.Context, body io.Reader) error {
	if t.size != unknown {
		body = io.LimitReader(body, t.size-t.have+1) // one more, to notice a body that is too long
	}
	err := pipe(ctx, body, t.count, append(t.digests(), &diskWriter{file: t.part, end: t.have})...)
	if broken, ok := errors.AsType[*sinkError](err); ok {
		return broken.err
	}
	switch {
	case err != nil:
		return connectionError(ctx, err)
	case t.size == unknown:
		t.size = t.have
	case t.have > t.size:
		return &Error{Kind: Mismatch, Reason: fmt.Sprintf("more than the announced %d bytes were received", t.size)}
	case t.have < t.size:
		return connectionError(ctx, io.ErrUnexpectedEOF)
	}
	return nil
}

// resumable reports whether an ETag is strong, and so identifies the bytes.
func resumable(etag string) bool { return strings.HasPrefix(etag, `"`) }

// refused returns the error for a response without the file.
func (t *transfer) refused(r *http.Response) error {
	e := badResponse(r)
	if r.StatusCode < http.StatusOK {
		return e // the body of 101 Switching Protocols is the connection itself, which no context ends
	}
	fault := readFault(r.Body)
	e.Facts = append(e.Facts, fault.facts()...)
	switch status := r.StatusCode; {
	case status == http.StatusForbidden || status == http.StatusUnauthorized:
		t.refusals++
		t.url = "" // it may have expired
		e.Kind, e.Reason = Refused, "the object storage denied access"
		if fault.expired() {
			e.Kind, e.Reason = Expired, "the URL has expired"
		}
		if t.refusals > 1 && e.Kind == Refused {
			return e
		}
		return &retryError{last: e, now: t.refusals == 1}
	case status == http.StatusNotFound:
		e.Kind, e.Reason = NotFound, "the object storage does not have the file"
		return e
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests, status >= 500:
		seconds, _ := strconv.Atoi(r.Header.Get("Retry-After")) // dates are not supported
		return &retryError{last: e, after: time.Duration(min(max(seconds, 0), 3600)) * time.Second}
	}
	return e
}

func badResponse(r *http.Response) *Error {
	reason := "the response is not the file"
	if r.StatusCode >= http.StatusInternalServerError {
		reason = "the object storage had an error"
	}
	return &Error{Kind: BadResponse, Reason: reason, Facts: []string{fmt.Sprintf("HTTP status: %d", r.StatusCode)}}
}

// fault is an error of COS. Only its code and request ID are shown.
type fault struct {
	Code      string
	Message   string
	RequestID string `xml:"RequestId"`
}

func readFault(body io.Reader) (f fault) {
	_ = xml.NewDecoder(io.LimitReader(body, 16<<10)).Decode(&f) // empty if it is not from COS
	return f
}

var word = regexp.MustCompile(`^[\w.=/+-]{1,100}$`)

func (f fault) facts() (facts []string) {
	if word.MatchString(f.Code) {
		facts = append(facts, "Code: "+f.Code)
	}
	if word.MatchString(f.RequestID) {
		facts = append(facts, "Request ID: "+f.RequestID)
	}
	return facts
}

func (f fault) expired() bool {
	return f.Code == "ExpiredToken" || strings.Contains(strings.ToLower(f.Message), "expired")
}
