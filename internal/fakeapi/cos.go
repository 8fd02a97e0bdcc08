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

// The key pair with which the fake signs the URLs of files. It opens nothing else.
const (
	cosKeyID = "AKIDFakeCosKeyForBackupFilesOnly0000"
	cosKey   = "FakeCosKeyForBackupFilesOnly0000"
)

// urlLife is how long a signed URL is valid: the documented 6 hours and the minute
// that the document's example has on top.
const urlLife = 6*time.Hour + time.Minute

// signTime is q-sign-time for the i-th of n files: "start;end" in Unix seconds. As
// in the document's example two files are signed per second; the last one now.
func signTime(now time.Time, i, n int) string {
	start := now.Unix() - int64((n-1)/2-i/2)
	return fmt.Sprintf("%d;%d", start, start+int64(urlLife/time.Second))
}

// signedQuery is the query string of a URL that opens the object to GET: the
// parameters of COS' signature merged into one named sign, as in the document's
// example.
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

// cosSignature is COS' request signature over no header and no parameter
// (https://www.tencentcloud.com/document/product/436/7778). path is not encoded.
func cosSignature(secretKey, method, path, signTime, keyTime string) string {
	signKey := hmacSHA1(secretKey, keyTime)
	return hmacSHA1(signKey, cosStringToSign(method, path, signTime))
}

func cosFormatString(method, path string) string {
	return strings.ToLower(method) + "\n" + path + "\n\n\n"
}

func cosStringToSign(method, path, signTime string) string {
	digest := sha1.Sum([]byte(cosFormatString(method, path)))
	return "sha1\n" + signTime + "\n" + hex.EncodeToString(digest[:]) + "\n"
}

// hmacSHA1 is HMAC-SHA1 in hexadecimal, the form in which COS uses it as a key too.
func hmacSHA1(key, text string) string {
	mac := hmac.New(sha1.New, []byte(key))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// SignedURL returns a URL that opens the object with that key to GET, as
// DescribeBackupUrl does, on a server that is reached at base.
func (s *Server) SignedURL(base, key string) string {
	return base + "/" + (&url.URL{Path: key}).EscapedPath() + "?" + signedQuery(key, signTime(s.now(), 0, 1))
}

// url is the address of an object.
func (o origin) url(key, query string) string {
	u := url.URL{Scheme: o.scheme, Host: o.host, Path: "/" + key, RawQuery: query}
	return u.String()
}

// inner is the same server under its other loopback name, so that the two URLs of
// a file differ and both can be fetched.
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

// verifySigned checks the signature in the query string. The method is signed, so
// a URL for GET refuses HEAD.
func verifySigned(method, path, rawQuery string, now time.Time) *cosError {
	q := signParameters(rawQuery)
	if q["q-signature"] == "" {
		return denied("Access Denied.")
	}
	if q["q-sign-algorithm"] != "sha1" || q["q-ak"] != cosKeyID {
		return &cosError{
			status: http.StatusForbidden, Code: "InvalidAccessKeyId",
			Message: "The Access Key Id you provided does not exist in our records",
		}
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
		return &cosError{
			status: http.StatusForbidden, Code: "SignatureDoesNotMatch", Message: "The Signature you specified is invalid.",
			StringToSign: cosStringToSign(method, path, q["q-sign-time"]), FormatString: cosFormatString(method, path),
		}
	}
	return nil
}

func denied(message string) *cosError {
	return &cosError{status: http.StatusForbidden, Code: "AccessDenied", Message: message}
}

// signParameters reads the parameters of a signature, merged into one named sign
// or each on its own. It splits by hand: net/url refuses a query with a raw ";",
// which clients that decode a URL and encode it again leave behind.
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

// unixSpan reads "start;end" in Unix seconds.
func unixSpan(s string) (start, end int64, ok bool) {
	from, to, _ := strings.Cut(s, ";")
	start, err1 := strconv.ParseInt(from, 10, 64)
	end, err2 := strconv.ParseInt(to, 10, 64)
	return start, end, err1 == nil && err2 == nil
}
