// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package netfault

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"unicode"
)

// Clean returns what of an error of [http.Client.Do] or of reading a body is known to
// be harmless. Nothing that a peer sent and no URL is in the text of the result or of
// anything that it wraps. An error that is not known becomes one without details.
func Clean(err error) error {
	if e, ok := errors.AsType[*ProxyError](err); ok {
		return e
	}
	if e, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &tls.CertificateVerificationError{Err: errors.New(certificateText(e.Err))}
	}
	if e, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return tls.RecordHeaderError{Msg: e.Msg} // without what was received
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return cleanOperation(e)
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return e
	}
	if e, ok := errors.AsType[*os.SyscallError](err); ok {
		return e
	}
	if e, ok := errors.AsType[syscall.Errno](err); ok {
		return e
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() && !errors.Is(err, context.DeadlineExceeded) {
		return os.ErrDeadlineExceeded
	}
	for _, known := range harmless {
		if errors.Is(err, known) {
			return known
		}
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return byText(err)
}

// texts has errors for which net/http has no types. What follows a prefix may have
// been sent by the server.
var texts = []struct {
	prefix string
	err    error
}{
	{"net/http: HTTP/1.x transport connection broken: ", ErrNotHTTP},
	{"malformed HTTP ", ErrNotHTTP},
	{"malformed MIME header", ErrNotHTTP},
	{"failed to parse Location header", ErrRedirect},
	{"unsupported protocol scheme", ErrScheme},
	{"net/http: invalid header", ErrHeader},
	{"http: server closed idle connection", errors.New("the server closed the connection")},
}

func byText(err error) error {
	for _, known := range texts {
		if hasPrefix(known.prefix)(err) {
			return known.err
		}
	}
	if isA[textproto.ProtocolError](err) {
		return ErrNotHTTP
	}
	if text := err.Error(); hasPrefix("tls: ")(err) { // up to what may be from a certificate
		rest := text[len("tls: "):]
		return errors.New("tls: " + rest[:len(rest)-len(strings.TrimLeftFunc(rest, isPlain))])
	}
	return errUnknown
}

func hasPrefix(prefix string) func(error) bool {
	return func(err error) bool { return strings.HasPrefix(err.Error(), prefix) }
}

// isPlain reports whether a rune may be in a text of crypto/tls or, for a SOCKS proxy,
// which sends only numbers, of net/http. A quote or a colon precedes other texts.
func isPlain(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ,'()/-", r))
}

// cleanOperation returns an error of the network, which has our addresses and an
// error of the operating system, of TLS, or of a SOCKS proxy.
func cleanOperation(e *net.OpError) error {
	if e.Op == "socks connect" && e.Source != nil {
		reason := e.Err.Error()
		if strings.TrimLeftFunc(reason, isPlain) != "" {
			reason = Clean(e.Err).Error()
		}
		refused := slices.ContainsFunc([]string{"authentication", "not allowed", "unsupported"}, func(permanent string) bool {
			return strings.Contains(reason, permanent)
		})
		return &ProxyError{Host: e.Source.String(), Reason: reason, transient: !refused}
	}
	return &net.OpError{Op: e.Op, Net: e.Net, Source: e.Source, Addr: e.Addr, Err: Clean(e.Err)}
}

// certificateText omits the names in a certificate.
func certificateText(err error) string {
	if e, ok := errors.AsType[x509.HostnameError](err); ok {
		return fmt.Sprintf("the certificate is not valid for %q", e.Host)
	}
	if isA[x509.UnknownAuthorityError](err) {
		return "x509: certificate signed by unknown authority"
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok && e.Reason == x509.Expired {
		return "x509: certificate has expired or is not yet valid"
	}
	return "x509: certificate is not valid"
}
