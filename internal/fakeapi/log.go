// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"strings"
	"time"
)

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

// metadataLine returns the log line of a request to the metadata service.
func metadataLine(r Download) string {
	return fmt.Sprintf("%s metadata %s %s %d", r.At.UTC().Format(time.RFC3339), logWord(r.Method), logWord(r.Path), r.Status)
}

// logCode returns the result of a request: its error code, "OK", or "raw" for one that
// [Handle] served.
func logCode(code, id string) string {
	switch {
	case code != "":
		return logWord(code)
	case id == "":
		return "raw"
	default:
		return "OK"
	}
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
