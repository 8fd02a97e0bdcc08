// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Each step is refused by one check and passes all before it. What the SDK can send
// wrong is tested in the package conformance.
func TestGateway(t *testing.T) {
	t.Parallel()
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	sign := func(old, replacement string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, replacement, 1))
		}
	}
	s := newDocumentServer()
	for i, test := range []struct {
		caller caller
		code   string
	}{
		{caller{edit: set("X-TC-Action", "")}, "MissingParameter"},
		{caller{edit: set("X-TC-Version", "")}, "MissingParameter"},
		{caller{edit: func(r *http.Request) { r.Host = "cvm.tencentcloudapi.com" }}, "NoSuchVersion"},
		{caller{service: "sts"}, "NoSuchVersion"},
		{caller{action: "DescribeBackupURL"}, "InvalidAction"},
		{caller{edit: func(r *http.Request) { r.Method = http.MethodGet }}, "UnsupportedProtocol"},
		{caller{edit: set("Content-Type", "text/plain")}, "UnsupportedProtocol"},
		{caller{edit: set("Authorization", "")}, "MissingParameter"},
		{caller{edit: set("Authorization", "SKIP")}, "AuthFailure.InvalidAuthorization"},
		{caller{edit: sign("Credential=", "Cred=")}, "AuthFailure.InvalidAuthorization"},
		{caller{edit: sign("content-type;host", "content-type")}, "AuthFailure.InvalidAuthorization"},
		{caller{edit: sign("Signature=", "Sig=")}, "AuthFailure.InvalidAuthorization"},
		{caller{service: "cvm"}, "AuthFailure.InvalidAuthorization"},
		{caller{id: "AKIDother"}, "AuthFailure.SecretIdNotFound"},
		{caller{edit: set("X-TC-Timestamp", fmt.Sprint(documentTime.Unix()-301))}, "AuthFailure.SignatureExpire"},
		{caller{edit: set("X-TC-Timestamp", fmt.Sprint(documentTime.Unix()-300))}, "AuthFailure.SignatureFailure"},
		{caller{edit: set("X-TC-Timestamp", fmt.Sprint(documentTime.Unix()+301))}, "AuthFailure.SignatureExpire"},
		{caller{date: "2019-03-08"}, "AuthFailure.SignatureFailure"},
		{caller{key: "other"}, "AuthFailure.SignatureFailure"},
		{caller{edit: func(r *http.Request) { r.URL.RawQuery = "a=b" }}, "AuthFailure.SignatureFailure"},
		{caller{token: "x"}, "AuthFailure.TokenFailure"},
		{caller{edit: set("X-TC-Region", "")}, "MissingParameter"},
		{caller{region: "ap-nowhere"}, "UnsupportedRegion"},
		{caller{}, "InvalidParameter"},
	} {
		if got := test.caller.call(t, s, "no JSON"); got.code != test.code || got.message == "" || got.response["RequestId"] == "" {
			t.Errorf("%d: got %s, want %s", i, got.Body, test.code)
		}
	}
}

var lister = caller{action: "DescribeInstanceBackups"}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	s, pass := newServer(Options{})
	for range 20 {
		wantCode(t, caller{}.call(t, s, documentBody), "")
		pass(time.Millisecond)
	}
	wantCode(t, caller{key: "other"}.call(t, s, documentBody), "AuthFailure.SignatureFailure") // does not count
	for range 2 {
		got := caller{}.call(t, s, documentBody)
		wantCode(t, got, "RequestLimitExceeded")
		if !strings.Contains(got.message, "equals to `21` in a second, which exceeds the frequency limit `20`") {
			t.Errorf("got message %q", got.message)
		}
	}
	for range 50 { // other actions have their own limits
		wantCode(t, lister.call(t, s, `{}`), "")
	}
	wantCode(t, lister.call(t, s, `{}`), "RequestLimitExceeded")
	pass(980 * time.Millisecond)
	wantCode(t, caller{}.call(t, s, documentBody), "") // the first of the 20 is a second old; refused ones do not count
	wantCode(t, caller{}.call(t, s, documentBody), "RequestLimitExceeded")
	want := Stats{Requests: 25, Throttled: 3}
	if got := s.Stats("DescribeBackupUrl"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
