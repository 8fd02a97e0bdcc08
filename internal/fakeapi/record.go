// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Request is a recorded API request.
type Request struct {
	At time.Time // by the server's clock
	// Action, Version, Region, Language and RequestClient are the headers X-TC-Action
	// and so on.
	Action, Version, Region, Language, RequestClient string

	SecretID string // in Authorization, if any
	HasToken bool   // whether there was an X-TC-Token
	Header   http.Header
	Body     []byte
	// Code is the error code of the response; "" for success, before the response, and
	// for [Handle].
	Code      string
	RequestID string // of the response; "" for [Handle]
	Injected  bool   // whether a fault decided the response
}

// Download is a recorded request for a backup file, or to the metadata service.
type Download struct {
	At                     time.Time // by the server's clock
	Method, Host, RawQuery string
	Path                   string // decoded, with its leading slash
	Header                 http.Header
	Status                 int    // 0 before the response, and if there was none, as after Reset
	Code                   string // the error code of COS; "" for success and for [Handle]
	RequestID              string // the x-cos-request-id; "" for the metadata service
	Injected               bool   // whether a fault decided the response
}

// records are the requests that a Server got.
type records struct {
	mu                          sync.Mutex
	requests                    []*Request
	downloads, metadataRequests []*Download
	onResponse                  func(Request)
}

// Requests returns all API requests so far, in order of arrival.
func (s *records) Requests() []Request { return copies(&s.mu, &s.requests) }

// Downloads returns all requests for files so far, in order of arrival.
func (s *records) Downloads() []Download { return copies(&s.mu, &s.downloads) }

// MetadataRequests returns all requests to the metadata service so far, in order of
// arrival.
func (s *records) MetadataRequests() []Download { return copies(&s.mu, &s.metadataRequests) }

// OnResponse sets a hook that the server calls for each API request before it sends
// the response, so that changes are in place when the client requests the next page.
// The hook may call all methods of the server and is called concurrently. It is not
// called for requests that [Handle] serves. A nil hook removes it.
func (s *records) OnResponse(hook func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onResponse = hook
}

// Stats counts requests to the API.
type Stats struct {
	// Requests is the number of requests, successful or not.
	Requests int
	// Throttled is the number of them that failed with RequestLimitExceeded or one of
	// its sub-codes, because of the rate limit or a fault.
	Throttled int
}

// Stats counts the requests for one action by their X-TC-Action, or all requests
// if action is empty.
func (s *records) Stats(action string) (stats Stats) {
	for _, r := range s.Requests() {
		if action != "" && r.Action != action {
			continue
		}
		stats.Requests++
		if r.Code == "RequestLimitExceeded" || strings.HasPrefix(r.Code, "RequestLimitExceeded.") {
			stats.Throttled++
		}
	}
	return stats
}

// copies returns the records as they are now. Their headers and bodies never change.
func copies[T any](mu *sync.Mutex, all *[]*T) []T {
	mu.Lock()
	defer mu.Unlock()
	copied := make([]T, len(*all))
	for i, r := range *all {
		copied[i] = *r
	}
	return copied
}

// recordRequest records a request before it is checked.
func (s *records) recordRequest(r *http.Request, body []byte, now time.Time) *Request {
	auth, _ := parseAuthorization(r.Header.Get("Authorization"))
	record := &Request{
		At:            now,
		Action:        r.Header.Get("X-TC-Action"),
		Version:       r.Header.Get("X-TC-Version"),
		Region:        r.Header.Get("X-TC-Region"),
		Language:      r.Header.Get("X-TC-Language"),
		RequestClient: r.Header.Get("X-TC-RequestClient"),
		SecretID:      auth.secretID,
		HasToken:      r.Header.Get("X-TC-Token") != "",
		Header:        r.Header.Clone(),
		Body:          body,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, record)
	return record
}

// finishRequest adds the result to a record and returns a copy and the hook of
// OnResponse.
func (s *records) finishRequest(record *Request, code, id string, injected bool) (finished Request, hook func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	record.Code, record.RequestID, record.Injected = code, id, injected
	return *record, s.onResponse
}

// recordDownload records a request before it is checked.
func (s *records) recordDownload(to *[]*Download, r *http.Request, now time.Time, id string) *Download {
	record := &Download{
		At: now, Method: r.Method, Host: r.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery, Header: r.Header.Clone(), RequestID: id,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	*to = append(*to, record)
	return record
}

// finishDownload adds the result to a record and returns a copy.
func (s *records) finishDownload(record *Download, status int, code string, injected bool) Download {
	s.mu.Lock()
	defer s.mu.Unlock()
	record.Status, record.Code, record.Injected = status, code, injected
	return *record
}

// logLine returns the log line of an API request, without secrets.
func logLine(r Request) string {
	return fmt.Sprintf("%s %s %s %s %s", r.At.UTC().Format(time.RFC3339),
		logWord(r.Action), logWord(r.Region), logCode(r.Code, r.RequestID), logWord(r.RequestID))
}

// downloadLine returns the log line of a request for a file, without its query string.
func downloadLine(d Download) string {
	return fmt.Sprintf("%s %s %s %d %s %s", d.At.UTC().Format(time.RFC3339),
		logWord(d.Method), logWord(d.Path), d.Status, logCode(d.Code, d.RequestID), d.RequestID)
}

// logCode returns the result of a request: its error code, "OK", or "raw" for one that
// [Handle] served.
func logCode(code, id string) string {
	switch {
	case code != "":
		return logWord(code)
	case id == "":
		return "raw"
	}
	return "OK"
}

// logWord returns text from a client as one word on one line.
func logWord(s string) string {
	if s == "" {
		return "-"
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fmt.Sprintf("%q", s)
	}
	return s
}
