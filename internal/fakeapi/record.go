// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"net/http"
	"time"
)

// Request is a recorded API request.
type Request struct {
	// At is its time by the server's clock.
	At time.Time
	// Action, Version, Region, Language and RequestClient are the headers X-TC-Action
	// and so on.
	Action, Version, Region, Language, RequestClient string
	// SecretID is the SecretId in Authorization, if any.
	SecretID string
	// HasToken reports whether there was an X-TC-Token.
	HasToken bool
	// Header includes Authorization.
	Header http.Header
	// Body is the raw body.
	Body []byte
	// Code is the error code of the response; "" for success, before the response, and
	// for [Handle].
	Code string
	// RequestID is the RequestId of the response; "" for [Handle].
	RequestID string
	// Injected reports whether a fault decided the response.
	Injected bool
}

// Download is a recorded request for a backup file, or to the metadata service.
type Download struct {
	// At is its time by the server's clock.
	At                     time.Time
	Method, Host, RawQuery string
	// Path is the decoded path with its leading slash.
	Path   string
	Header http.Header
	// Status is the HTTP status; 0 before the response, and if there was none, as after
	// Reset.
	Status int
	// Code is the error code of COS; "" for success and for [Handle].
	Code string
	// RequestID is the x-cos-request-id; "" for the metadata service.
	RequestID string
	// Injected reports whether a fault decided the response.
	Injected bool
}

// Requests returns all API requests so far, in order of arrival.
func (s *Server) Requests() []Request { return copies(s, &s.requests, (*Request).clone) }

// Downloads returns all requests for files so far, in order of arrival.
func (s *Server) Downloads() []Download { return copies(s, &s.downloads, (*Download).clone) }

// MetadataRequests returns all requests to the metadata service so far, in order of
// arrival.
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

// recordRequest records a request before it is checked.
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

// finishRequest adds the result to a record and returns a copy and the hook of
// [Server.OnResponse].
func (s *Server) finishRequest(record *Request, code, id string, injected bool) (finished Request, hook func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	record.Code, record.RequestID, record.Injected = code, id, injected
	return record.clone(), s.onResponse
}

// recordDownload records a request before it is checked.
func (s *Server) recordDownload(to *[]*Download, r *http.Request, now time.Time, id string) *Download {
	record := &Download{
		At: now, Method: r.Method, Host: r.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery, Header: r.Header.Clone(), RequestID: id,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	*to = append(*to, record)
	return record
}

// finishDownload adds the result to a record and returns a copy.
func (s *Server) finishDownload(record *Download, status int, code string, injected bool) Download {
	s.mu.Lock()
	defer s.mu.Unlock()
	record.Status, record.Code, record.Injected = status, code, injected
	return *record
}
