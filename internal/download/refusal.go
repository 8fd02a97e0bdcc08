// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// refused returns the error for a response without the file.
func (s *stream) refused(r *http.Response) error {
	e := badResponse(r)
	if r.StatusCode < http.StatusOK {
		return e // the body of 101 Switching Protocols is the connection itself, which no context ends
	}
	s.timer.Reset(s.idle)
	fault := readFault(r.Body)
	e.Facts = append(e.Facts, fault.facts()...)
	switch status := r.StatusCode; {
	case status == http.StatusRequestTimeout, status == http.StatusTooManyRequests, status >= 500:
		seconds, _ := strconv.Atoi(r.Header.Get("Retry-After")) // dates are not supported
		busy := status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
		return &retryError{last: e, refused: busy, after: time.Duration(min(max(seconds, 0), 86400)) * time.Second}
	case !fault.known():
		e.Reason = "the response did not come from the object storage"
		return e
	case status == http.StatusNotFound:
		e.Kind, e.Reason = NotFound, "the object storage does not have the file"
		return e
	case status == http.StatusForbidden, status == http.StatusUnauthorized:
		return fault.denied(e)
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
	XMLName   xml.Name `xml:"Error"`
	Code      string
	Message   string
	RequestID string `xml:"RequestId"`
}

func readFault(body io.Reader) (f fault) {
	_ = xml.NewDecoder(io.LimitReader(body, 16<<10)).Decode(&f) // not known if it is not from COS
	return f
}

var (
	faultCode = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Z][A-Za-z0-9.]{1,63}$`) })
	requestID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\w=+/-]{1,100}$`) })
)

// known reports whether the error is from COS.
func (f fault) known() bool { return faultCode().MatchString(f.Code) }

func (f fault) facts() (facts []string) {
	if f.known() {
		facts = append(facts, "Code: "+f.Code)
	}
	if f.known() && requestID().MatchString(f.RequestID) {
		facts = append(facts, "Request ID: "+f.RequestID)
	}
	return facts
}

// denied completes the error for a denial. Only another URL can help.
func (f fault) denied(e *Error) error {
	again := &retryError{last: e, renew: true, attempts: 1}
	switch {
	case f.Code == "ExpiredToken", f.Code == "AccessDenied" && strings.Contains(strings.ToLower(f.Message), "expired"):
		e.Kind, e.Reason = Expired, "the URL has expired"
		again.attempts = 0
	case f.Code == "RequestTimeTooSkewed":
		e.Kind, e.Reason = Expired, "the object storage says that the URL is not valid at this time"
	case f.Code == "SignatureDoesNotMatch", f.Code == "InvalidAccessKeyId":
		e.Kind, e.Reason = BadSignature, "the object storage does not accept the URL's signature"
	case f.Code == "InvalidObjectState":
		e.Kind, e.Reason = Archived, "the file is archived and must be restored first"
		return e
	case f.Code == "AccessDenied":
		e.Kind, e.Reason = Refused, "the object storage denied access"
	default:
		e.Reason = "the object storage refused the request"
		return e
	}
	return again
}
