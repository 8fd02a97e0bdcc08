// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package backupurl

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxUnix is the end of the year 9999, the last second in RFC 3339.
const maxUnix = 253402300799

// Validity returns the times between which the signature of a COS URL is valid. It
// reports false if the URL does not have them.
//
// The times are q-sign-time=START;END in Unix seconds. The q-… parameters are in the
// query or, as in the Redis API's document, percent-encoded in the parameter "sign".
//
// Source: https://www.tencentcloud.com/document/product/436/7778
func Validity(rawURL string) (from, until time.Time, ok bool) {
	signTime, ok := signatureParameter(rawURL, "q-sign-time")
	if !ok {
		return time.Time{}, time.Time{}, false
	}
	start, end, _ := strings.Cut(signTime, ";")
	startUnix, startErr := strconv.ParseInt(start, 10, 64)
	endUnix, endErr := strconv.ParseInt(end, 10, 64)
	if startErr != nil || endErr != nil || startUnix < 0 || endUnix < startUnix || endUnix > maxUnix {
		return time.Time{}, time.Time{}, false
	}
	return time.Unix(startUnix, 0).UTC(), time.Unix(endUnix, 0).UTC(), true
}

// signatureParameter returns a q-… parameter in either form. It does not use
// net/url, which drops parameters with a raw ";" such as q-sign-time.
func signatureParameter(rawURL, name string) (string, bool) {
	rawURL, _, _ = strings.Cut(rawURL, "#")
	_, query, _ := strings.Cut(rawURL, "?")
	if value, ok := pair(query, name); ok {
		return unescape(value), true
	}
	if sign, ok := pair(query, "sign"); ok {
		if value, ok := pair(unescape(sign), name); ok {
			return unescape(value), true
		}
	}
	return "", false
}

func pair(query, name string) (string, bool) {
	for p := range strings.SplitSeq(query, "&") {
		if key, value, found := strings.Cut(p, "="); found && key == name {
			return value, true
		}
	}
	return "", false
}

// unescape removes up to two layers of percent-encoding, since another system may
// have encoded the URL again.
func unescape(s string) string {
	for range 2 {
		decoded, err := url.PathUnescape(s)
		if err != nil {
			return s
		}
		s = decoded
	}
	return s
}
