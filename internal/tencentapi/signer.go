// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

const (
	signAlgorithm = "TC3-HMAC-SHA256"
	signedHeaders = "content-type;host"
	contentType   = "application/json; charset=utf-8"
)

// Authorization returns the Authorization header for a POST of body to the root
// path of host, signed at t with cred for service ("redis"). The request must have
// the Content-Type "application/json; charset=utf-8", the same host, and an
// X-TC-Timestamp of t.
//
// The algorithm is TC3-HMAC-SHA256, see "Signature v3" in the API's
// documentation; the date in the credential scope is in UTC.
func Authorization(cred Credential, service, host string, body []byte, t time.Time) string {
	canonical := "POST\n/\n\n" +
		"content-type:" + contentType + "\nhost:" + host + "\n\n" +
		signedHeaders + "\n" + hexSHA256(body)

	date := t.UTC().Format(time.DateOnly)
	scope := date + "/" + service + "/tc3_request"
	toSign := signAlgorithm + "\n" + strconv.FormatInt(t.Unix(), 10) + "\n" + scope + "\n" + hexSHA256([]byte(canonical))

	key := hmacSHA256([]byte("TC3"+cred.SecretKey), date)
	key = hmacSHA256(key, service)
	key = hmacSHA256(key, "tc3_request")
	signature := hex.EncodeToString(hmacSHA256(key, toSign))

	return signAlgorithm + " Credential=" + cred.SecretID + "/" + scope +
		", SignedHeaders=" + signedHeaders + ", Signature=" + signature
}

func hexSHA256(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func hmacSHA256(key []byte, message string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(message))
	return mac.Sum(nil)
}
