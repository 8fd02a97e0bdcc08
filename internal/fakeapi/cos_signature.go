// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The key pair that signs the URLs of files.
const (
	cosKeyID = "AKIDFakeCosKeyForBackupFilesOnly0000"
	cosKey   = "FakeCosKeyForBackupFilesOnly0000"
)

// urlLife is the lifetime of a signed URL: the documented 6 hours, and another minute
// as in the document's example.
const urlLife = 6*time.Hour + time.Minute

// signTime returns the q-sign-time of the i-th of n files: "start;end" in Unix seconds.
// As in the document's example, two files are signed per second, the last one now.
func signTime(now time.Time, i, n int) string {
	start := now.Unix() - int64((n-1)/2-i/2)
	return fmt.Sprintf("%d;%d", start, start+int64(urlLife/time.Second))
}

// signedQuery returns the query string that permits GET of an object: the parameters of
// the COS signature in one parameter named sign, as in the document's example.
func signedQuery(key, signTime string) string {
	return "sign=" + url.QueryEscape(strings.Join([]string{
		"q-sign-algorithm=sha1",
		"q-ak=" + cosKeyID,
		"q-sign-time=" + signTime,
		"q-key-time=" + signTime,
		"q-header-list=",
		"q-url-param-list=",
		"q-signature=" + cosSignature(cosKey, "GET", "/"+key, signTime, signTime),
	}, "&"))
}

// cosSignature returns the COS request signature without headers and parameters
// (https://www.tencentcloud.com/document/product/436/7778). path is not encoded.
func cosSignature(secretKey, method, path, signTime, keyTime string) string {
	digest := sha1.Sum([]byte(strings.ToLower(method) + "\n" + path + "\n\n\n"))
	toSign := "sha1\n" + signTime + "\n" + hex.EncodeToString(digest[:]) + "\n"
	return hmacSHA1(hmacSHA1(secretKey, keyTime), toSign)
}

// hmacSHA1 returns the HMAC-SHA1 in hexadecimal, which COS uses as a key too.
func hmacSHA1(key, text string) string {
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// url returns the URL of an object.
func (o origin) url(key, query string) string {
	u := url.URL{Scheme: o.scheme, Host: o.host, Path: "/" + key, RawQuery: query}
	return u.String()
}

// inner returns the same server under its other loopback name, so that the two URLs of
// a file differ but both work.
func (o origin) inner() origin {
	host, port, err := net.SplitHostPort(o.host)
	if err != nil {
		host, port = strings.Trim(o.host, "[]"), ""
	}
	name := "127.0.0.1"
	if _, err := netip.ParseAddr(host); err == nil {
		name = "localhost"
	}
	if port != "" {
		name = net.JoinHostPort(name, port)
	}
	return origin{o.scheme, name}
}

// verifySigned checks the signature in the query string. The signature includes the
// method, so a URL for GET does not permit HEAD.
func verifySigned(method, path, rawQuery string, now time.Time) *cosError {
	q := signParameters(rawQuery)
	if q["q-signature"] == "" {
		return denied("Access Denied.")
	}
	if q["q-sign-algorithm"] != "sha1" || q["q-ak"] != cosKeyID {
		return forbidden("InvalidAccessKeyId", "The Access Key Id you provided does not exist in our records")
	}
	for _, span := range []string{q["q-sign-time"], q["q-key-time"]} {
		start, end, ok := unixSpan(span)
		if !ok || start > end {
			return denied("Access Denied.")
		}
		if t := now.Unix(); t > end || t < start {
			return denied("Request has expired")
		}
	}
	want := cosSignature(cosKey, method, path, q["q-sign-time"], q["q-key-time"])
	if !hmac.Equal([]byte(want), []byte(q["q-signature"])) || q["q-header-list"] != "" || q["q-url-param-list"] != "" {
		return forbidden("SignatureDoesNotMatch", "The Signature you specified is invalid.")
	}
	return nil
}

func denied(message string) *cosError { return forbidden("AccessDenied", message) }

func forbidden(code, message string) *cosError {
	return &cosError{status: http.StatusForbidden, Code: code, Message: message}
}

// signParameters returns the parameters of a signature, which may be in one parameter
// named sign. It does not use net/url, which refuses a raw ";": clients that decode and
// encode a URL leave those in.
func signParameters(rawQuery string) map[string]string {
	all := splitQuery(rawQuery)
	if merged, ok := all["sign"]; ok {
		return splitQuery(merged)
	}
	return all
}

func splitQuery(query string) map[string]string {
	all := map[string]string{}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		decoded, err := url.QueryUnescape(value)
		if err != nil {
			continue
		}
		all[name] = decoded
	}
	return all
}

// unixSpan parses "start;end" in Unix seconds.
func unixSpan(s string) (start, end int64, ok bool) {
	from, to, _ := strings.Cut(s, ";")
	start, err1 := strconv.ParseInt(from, 10, 64)
	end, err2 := strconv.ParseInt(to, 10, 64)
	return start, end, err1 == nil && err2 == nil
}
