// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"net/http"
	"time"
)

// Request is the record of one API request, as it was received.
type Request struct {
	// At is the time by the server's clock.
	At time.Time
	// Action, Version, Region, Language and RequestClient are the headers
	// X-TC-Action and so on; "" when absent.
	Action, Version, Region, Language, RequestClient string
	// SecretID is the SecretId that Authorization names, of whatever service; "" when
	// there is none or no such header.
	SecretID string
	// HasToken says whether there was an X-TC-Token.
	HasToken bool
	// Header is the whole header, Authorization included.
	Header http.Header
	// Body is the raw body.
	Body []byte
	// Code is the error code answered; "" for success, for a request still being
	// answered, and for one that [Handle] took.
	Code string
	// RequestID is the RequestId answered; "" where [Handle] took the request.
	RequestID string
	// Injected reports whether a fault decided the response.
	Injected bool
}

// Download is the record of one request for a backup file, or to the metadata
// service.
type Download struct {
	// At is the time by the server's clock.
	At time.Time
	// Method, Host, Path (decoded, with its leading slash) and RawQuery are what
	// was asked for.
	Method, Host, Path, RawQuery string
	// Header is the whole header.
	Header http.Header
	// Status is the HTTP status answered, 0 while that is under way, and where there
	// was none, as after Reset.
	Status int
	// Code is COS' error code answered, "" for success and where a fault answered in
	// its place.
	Code string
	// RequestID is the x-cos-request-id answered; "" for the metadata service.
	RequestID string
	// Injected reports whether a fault decided the response.
	Injected bool
}

// Requests returns a copy of all API requests received so far, in the order in
// which they arrived.
func (s *Server) Requests() []Request { return copies(s, &s.requests, (*Request).clone) }

// Downloads returns a copy of all requests for files received so far, in the
// order in which they arrived.
func (s *Server) Downloads() []Download { return copies(s, &s.downloads, (*Download).clone) }

// MetadataRequests returns a copy of all requests to the metadata service received
// so far, in the order in which they arrived.
func (s *Server) MetadataRequests() []Download {
	return copies(s, &s.metadataRequests, (*Download).clone)
}

func copies[T any](s *Server, records *[]*T, clone func(*T) T) []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]T, len(*records))
	for i, r := range *records {
		all[i] = clone(r)
	}
	return all
}

func (r *Request) clone() Request {
	c := *r
	c.Header, c.Body = r.Header.Clone(), bytes.Clone(r.Body)
	return c
}

func (d *Download) clone() Download {
	c := *d
	c.Header = d.Header.Clone()
	return c
}

// recordRequest keeps what was received, before anything is checked.
func (s *Server) recordRequest(r *http.Request, body []byte, now time.Time) *Request {
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
		Body:          bytes.Clone(body),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, record)
	return record
}

// finishRequest adds the outcome to a record and returns a copy, and who is to be
// told.
func (s *Server) finishRequest(record *Request, code, id string, injected bool) (finished Request, hook func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	record.Code, record.RequestID, record.Injected = code, id, injected
	return record.clone(), s.onAnswer
}

// recordDownload keeps a request in a list of records, before anything is checked.
func (s *Server) recordDownload(to *[]*Download, r *http.Request, now time.Time, id string) *Download {
	record := &Download{
		At: now, Method: r.Method, Host: r.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery, Header: r.Header.Clone(), RequestID: id,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	*to = append(*to, record)
	return record
}

// finishDownload adds the outcome to a record and returns a copy.
func (s *Server) finishDownload(record *Download, status int, code string, injected bool) Download {
	s.mu.Lock()
	defer s.mu.Unlock()
	record.Status, record.Code, record.Injected = status, code, injected
	return *record
}
