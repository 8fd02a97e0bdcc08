// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
)

// wsaConnRefused is ECONNREFUSED on Windows, where no call returns
// syscall.ECONNREFUSED.
const wsaConnRefused = syscall.Errno(10061)

// connectionFaults has the maximum number of attempts for requests without a
// response. The first match counts. All other errors may be transient, so they
// have as many attempts as the client allows.
//
// net/http and crypto/tls have no types for some of these, only texts.
var connectionFaults = []struct {
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
	{"header that cannot be sent", 1, hasPrefix("net/http: invalid header")},
	{"unusable proxy setting", 1, func(err error) bool { return errors.Is(err, errProxySetting) }},
	{"no HTTP server", 1, isNotHTTP},
	{"unknown host", 3, func(err error) bool {
		dnsErr, ok := errors.AsType[*net.DNSError](err)
		return ok && dnsErr.IsNotFound
	}},
	{"connection refused", 3, func(err error) bool {
		return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, wsaConnRefused)
	}},
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func hasPrefix(prefix string) func(error) bool {
	return func(err error) bool { return strings.HasPrefix(err.Error(), prefix) }
}

// isTLSAlert reports whether the server ended the handshake for a permanent
// reason, such as a missing client certificate.
func isTLSAlert(err error) bool {
	opErr, ok := errors.AsType[*net.OpError](err)
	return ok && opErr.Op == "remote error" && opErr.Err.Error() != "tls: internal error"
}

// isNotHTTP reports whether the server does not speak HTTP, as opposed to a
// connection that broke within a response.
func isNotHTTP(err error) bool {
	if !strings.HasPrefix(err.Error(), "net/http: HTTP/1.x transport connection broken") {
		return false
	}
	return !isA[net.Error](err) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF)
}

// connectionAttempts returns the maximum number of attempts, at most limit, for a
// request without a response.
func connectionAttempts(err error, limit int) int {
	for _, fault := range connectionFaults {
		if fault.matches(err) {
			return min(limit, fault.attempts)
		}
	}
	return limit
}

// connectionError returns the error for a request without a response: the cause
// of ctx or of the attempt's own context if one is done, otherwise err without
// the URL that net/http adds and without anything that a server sent.
func connectionError(ctx, timed context.Context, x *exchange, err error) error {
	switch urlErr, ok := errors.AsType[*url.Error](err); {
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	case timed.Err() != nil:
		err = context.Cause(timed)
	case ok:
		err = urlErr.Err
	}
	if opErr, ok := errors.AsType[*net.OpError](err); ok && opErr.Op == "socks connect" && opErr.Source != nil {
		err = &ProxyError{Host: opErr.Source.String(), Reason: opErr.Err.Error(), transient: !isSOCKSRefusal(opErr.Err)}
	}
	if isNotHTTP(err) {
		return &ResponseError{Action: x.action, Host: x.url.Host, Reason: "the response is not HTTP"}
	}
	if hasPrefix("failed to parse Location header")(err) { // which the error repeats
		return &ResponseError{Action: x.action, Host: x.url.Host, Reason: "the response redirects to an invalid URL"}
	}
	return &ConnectionError{Action: x.action, Host: x.url.Host, Err: err}
}

// isSOCKSRefusal reports whether a SOCKS proxy refused for a permanent reason.
func isSOCKSRefusal(err error) bool {
	return slices.ContainsFunc([]string{"authentication", "not allowed", "unsupported"}, func(permanent string) bool {
		return strings.Contains(err.Error(), permanent)
	})
}
