// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// timestampWindow is the largest difference of X-TC-Timestamp and the server's clock
// (https://www.tencentcloud.com/document/product/239/32046).
const timestampWindow = 5 * time.Minute

const signatureAlgorithm = "TC3-HMAC-SHA256"

// authorization is a parsed Authorization header:
//
//	TC3-HMAC-SHA256 Credential=ID/DATE/SERVICE/tc3_request, SignedHeaders=A;B, Signature=HEX
type authorization struct {
	secretID, date, service string
	signedHeaders           []string
	signature               string
}

// authenticate verifies the signature of a request as described at
// https://www.tencentcloud.com/document/product/239/32045 and returns its caller:
// the zero value if the action needs no signature and the header is SKIP.
func (g *gateway) authenticate(r *http.Request, act action, body []byte, now time.Time) (identity, *apiError) {
	header := r.Header.Get("Authorization")
	if act.unsigned && header == "SKIP" {
		_, _, fail := timestamp(r)
		return identity{}, fail
	}
	auth, fail := parseAuthorization(header)
	if fail != nil {
		return identity{}, fail
	}
	if auth.service != act.service {
		return identity{}, badAuthorization("`Service` in Credential not valid.")
	}
	key, ok := g.keys.find(auth.secretID)
	if !ok {
		return identity{}, failure("AuthFailure.SecretIdNotFound")
	}
	return key.owner, key.verify(r, auth, body, now)
}

// timestamp parses X-TC-Timestamp.
func timestamp(r *http.Request) (text string, stamp time.Time, fail *apiError) {
	text = r.Header.Get("X-TC-Timestamp")
	if text == "" {
		return "", stamp, missingParameter("Timestamp")
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return "", stamp, wrongType("Timestamp", "Integer")
	}
	return text, time.Unix(seconds, 0).UTC(), nil
}

// verify checks the time, the signature and the token of a request.
func (c credential) verify(r *http.Request, auth authorization, body []byte, now time.Time) *apiError {
	text, stamp, fail := timestamp(r)
	if fail != nil {
		return fail
	}
	if age := now.Sub(stamp); age > timestampWindow || age < -timestampWindow {
		return failure("AuthFailure.SignatureExpire")
	}
	valid := hmac.Equal([]byte(auth.signature), []byte(tc3Signature(auth, c.secretKey, text, r, body)))
	if !valid || auth.date != stamp.Format(time.DateOnly) {
		return failure("AuthFailure.SignatureFailure")
	}
	if !c.accepts(r.Header.Get("X-TC-Token"), now) {
		return failure("AuthFailure.TokenFailure")
	}
	return nil
}

func badAuthorization(reason string) *apiError {
	return failuref("AuthFailure.InvalidAuthorization",
		"The request `Authorization` header does not conform to tencentcloud standards: %s", reason)
}

// parseAuthorization takes the header apart. Of the signed headers it demands
// those the signature document demands: content-type and host.
func parseAuthorization(header string) (authorization, *apiError) {
	var auth authorization
	if header == "" {
		return auth, missingParameter("Authorization")
	}
	rest, ok := strings.CutPrefix(header, signatureAlgorithm+" ")
	if !ok {
		return auth, badAuthorization("the algorithm should be `" + signatureAlgorithm + "`.")
	}
	fields := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		fields[name] = value
	}
	scope := strings.Split(fields["Credential"], "/")
	if len(scope) != 4 || slices.Contains(scope, "") || scope[3] != "tc3_request" {
		return auth, badAuthorization("`Credential` not valid.")
	}
	auth.secretID, auth.date, auth.service = scope[0], scope[1], scope[2]
	auth.signedHeaders = strings.Split(strings.ToLower(fields["SignedHeaders"]), ";")
	if !slices.Contains(auth.signedHeaders, "content-type") || !slices.Contains(auth.signedHeaders, "host") {
		return auth, badAuthorization("`SignedHeaders` must contain `content-type` and `host`.")
	}
	auth.signature = fields["Signature"]
	if auth.signature == "" {
		return auth, badAuthorization("`Signature` is missing.")
	}
	return auth, nil
}

// tc3Signature returns the signature that the request should have.
func tc3Signature(auth authorization, secretKey, timestamp string, r *http.Request, body []byte) string {
	var headers strings.Builder
	for _, name := range auth.signedHeaders {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		headers.WriteString(name + ":" + strings.ToLower(strings.TrimSpace(value)) + "\n")
	}
	canonical := strings.Join([]string{
		r.Method, "/", r.URL.RawQuery, headers.String(), strings.Join(auth.signedHeaders, ";"), sha256Hex(body),
	}, "\n")
	scope := strings.Join([]string{auth.date, auth.service, "tc3_request"}, "/")
	toSign := strings.Join([]string{signatureAlgorithm, timestamp, scope, sha256Hex([]byte(canonical))}, "\n")

	key := []byte("TC3" + secretKey)
	for _, part := range []string{auth.date, auth.service, "tc3_request"} {
		key = hmacSHA256(key, part)
	}
	return hex.EncodeToString(hmacSHA256(key, toSign))
}

func hmacSHA256(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func sha256Hex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
