// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package netfault classifies the errors of HTTP requests without a response: how
// many attempts they are worth, and what of them can be shown. It imports no other
// package of this repository.
package netfault

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
)

// Errors that stand for others, whose text comes from a server or contains a URL.
var (
	ErrNotHTTP  = errors.New("the response is not HTTP")
	ErrRedirect = errors.New("the response redirects to an invalid URL")
	ErrScheme   = errors.New("the URL is neither HTTP nor HTTPS")
	ErrHeader   = errors.New("a header of the request is not valid")
	// ErrProxySetting is for transports, since the original contains a password.
	ErrProxySetting = errors.New("the proxy in the environment (HTTPS_PROXY or HTTP_PROXY) is not a valid URL")

	errUnknown = errors.New("the connection failed")
)

// ProxyError is the error for a proxy that refused to connect.
type ProxyError struct {
	Host       string // of the proxy, without user name and password
	StatusCode int    // of its response to CONNECT; 0 for a SOCKS proxy
	Reason     string // "Proxy Authentication Required"

	transient bool
}

func (e *ProxyError) Error() string { return fmt.Sprintf("the proxy %s refused: %s", e.Host, e.Reason) }

// ProxyRefusal returns the error for a proxy's response to CONNECT.
func ProxyRefusal(host string, status int) *ProxyError {
	return &ProxyError{Host: host, StatusCode: status, Reason: http.StatusText(status), transient: IsTransient(status)}
}

// IsTransient reports whether another attempt after a response with that HTTP status
// may succeed.
func IsTransient(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= http.StatusInternalServerError
}

// wsaConnRefused is ECONNREFUSED on Windows, where no call returns
// syscall.ECONNREFUSED.
const wsaConnRefused = syscall.Errno(10061)

// faults has the maximum number of attempts. The first match counts. All other
// errors may be transient.
var faults = []struct {
	kind     string
	attempts int
	matches  func(error) bool
}{
	{"refused by the proxy", 1, func(err error) bool {
		proxyErr, ok := errors.AsType[*ProxyError](err)
		return ok && !proxyErr.transient
	}},
	{"untrusted certificate", 1, isA[*tls.CertificateVerificationError]},
	{"TLS alert", 1, isTLSAlert},
	{"no TLS server", 1, func(err error) bool { return isA[tls.RecordHeaderError](err) || errors.Is(err, http.ErrSchemeMismatch) }},
	{"no common TLS parameters", 1, hasPrefix("tls: ")},
	{"header that cannot be sent", 1, is(ErrHeader)},
	{"unusable proxy setting", 1, is(ErrProxySetting)},
	{"no HTTP server", 1, is(ErrNotHTTP)},
	{"redirect to an invalid URL", 1, is(ErrRedirect)},
	{"unknown scheme", 1, is(ErrScheme)},
	{"unknown host", 3, func(err error) bool {
		dnsErr, ok := errors.AsType[*net.DNSError](err)
		return ok && dnsErr.IsNotFound
	}},
	{"connection refused", 3, func(err error) bool {
		return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, wsaConnRefused)
	}},
}

// Attempts returns the maximum number of attempts, at most limit, for a request that
// failed with an error of [Clean].
func Attempts(err error, limit int) int {
	for _, fault := range faults {
		if fault.matches(err) {
			return min(limit, fault.attempts)
		}
	}
	return limit
}

// harmless has errors whose text is known.
var harmless = []error{
	context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF, io.EOF, http.ErrSchemeMismatch,
	ErrNotHTTP, ErrRedirect, ErrScheme, ErrHeader, ErrProxySetting, net.ErrClosed,
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// isTLSAlert reports whether the server ended the handshake for a permanent
// reason, such as a missing client certificate.
func isTLSAlert(err error) bool {
	opErr, ok := errors.AsType[*net.OpError](err)
	return ok && opErr.Op == "remote error" && opErr.Err.Error() != "tls: internal error"
}
