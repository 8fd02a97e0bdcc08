// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package backupurl

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxUnix is the last second that RFC 3339 can write, the end of year 9999.
const maxUnix = 253402300799

// Validity returns the times between which the signature of a COS URL is valid.
// It reports false if the URL has none.
//
// COS writes them as q-sign-time=START;END in Unix seconds, among the q-…
// parameters. Those are in the query either by themselves or, as in the Redis
// API's document, percent-encoded as the value of one parameter "sign".
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

// signatureParameter finds one q-… parameter in either form. The query is cut
// by hand: net/url drops every pair that holds a raw ";", as q-sign-time does.
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

// unescape removes up to two layers of percent-encoding: a URL that passed
// through another system's query may have been encoded once more.
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
