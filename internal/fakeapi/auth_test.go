// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// The example of https://www.tencentcloud.com/document/product/239/32045.
func TestTC3SignatureOfTheDocumentation(t *testing.T) {
	t.Parallel()
	const body = `{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://cvm.tencentcloudapi.com/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	auth := authorization{date: "2019-02-25", service: "cvm", signedHeaders: []string{"content-type", "host"}}
	got := tc3Signature(auth, "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "1551113065", r, []byte(body))
	if want := "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"; got != want {
		t.Errorf("got signature %s, want %s", got, want)
	}
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	reauthorize := func(old, replacement string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), old, replacement, 1))
		}
	}
	tests := map[string]struct {
		options Options
		caller  caller
		want    string
	}{
		"correct":                         {want: ""},
		"own key":                         {options: Options{SecretID: "AKIDx", SecretKey: "y"}, caller: caller{id: "AKIDx", key: "y"}},
		"content type with a charset":     {caller: caller{contentType: "application/json; charset=utf-8"}},
		"real host name":                  {caller: caller{host: "redis.tencentcloudapi.com"}},
		"four minutes and 59 s early":     {caller: caller{at: documentTime.Add(5*time.Minute - time.Second)}},
		"five minutes late":               {caller: caller{at: documentTime.Add(-5 * time.Minute)}},
		"STS by its host":                 {caller: caller{service: "sts", version: "2018-08-13", action: "GetCallerIdentity", host: "sts.intl.tencentcloudapi.com"}, want: "UnknownParameter"},
		"STS, Redis action":               {caller: caller{service: "sts"}, want: "NoSuchVersion"},
		"port signed that is not there":   {caller: caller{edit: func(r *http.Request) { r.Host = "127.0.0.1" }}, want: "AuthFailure.SignatureFailure"},
		"token":                           {options: Options{Token: "tok"}, caller: caller{token: "tok"}},
		"wrong token":                     {options: Options{Token: "tok"}, caller: caller{token: "tak"}, want: "AuthFailure.TokenFailure"},
		"no token":                        {options: Options{Token: "tok"}, want: "AuthFailure.TokenFailure"},
		"token for a permanent key":       {caller: caller{token: "tok"}, want: "AuthFailure.TokenFailure"},
		"five minutes and 1 s late":       {caller: caller{at: documentTime.Add(-5*time.Minute - time.Second)}, want: "AuthFailure.SignatureExpire"},
		"five minutes and 1 s early":      {caller: caller{at: documentTime.Add(5*time.Minute + time.Second)}, want: "AuthFailure.SignatureExpire"},
		"unknown id":                      {caller: caller{id: "AKIDother"}, want: "AuthFailure.SecretIdNotFound"},
		"wrong key":                       {caller: caller{key: "other"}, want: "AuthFailure.SignatureFailure"},
		"changed body":                    {caller: caller{edit: func(r *http.Request) { r.Body = http.NoBody }}, want: "AuthFailure.SignatureFailure"},
		"changed host":                    {caller: caller{edit: func(r *http.Request) { r.Host = "localhost:8080" }}, want: "AuthFailure.SignatureFailure"},
		"added query":                     {caller: caller{edit: func(r *http.Request) { r.URL.RawQuery = "a=b" }}, want: "AuthFailure.SignatureFailure"},
		"changed content type":            {caller: caller{edit: header("Content-Type", "application/json;charset=utf-8")}, want: "AuthFailure.SignatureFailure"},
		"changed timestamp":               {caller: caller{edit: header("X-TC-Timestamp", "1551952866")}, want: "AuthFailure.SignatureFailure"},
		"changed signature":               {caller: caller{edit: reauthorize("Signature=", "Signature=0")}, want: "AuthFailure.SignatureFailure"},
		"date is not that of the stamp":   {caller: caller{date: "2019-03-08"}, want: "AuthFailure.SignatureFailure"},
		"no Authorization":                {caller: caller{edit: header("Authorization", "")}, want: "MissingParameter"},
		"another scheme":                  {caller: caller{edit: header("Authorization", "Bearer x")}, want: "AuthFailure.InvalidAuthorization"},
		"no credential":                   {caller: caller{edit: reauthorize("Credential=", "Cred=")}, want: "AuthFailure.InvalidAuthorization"},
		"short scope":                     {caller: caller{edit: reauthorize("/redis", "")}, want: "AuthFailure.InvalidAuthorization"},
		"wrong end of scope":              {caller: caller{edit: reauthorize("tc3_request", "aws4_request")}, want: "AuthFailure.InvalidAuthorization"},
		"host not signed":                 {caller: caller{edit: reauthorize("content-type;host", "content-type")}, want: "AuthFailure.InvalidAuthorization"},
		"content-type not signed":         {caller: caller{edit: reauthorize("content-type;host", "host")}, want: "AuthFailure.InvalidAuthorization"},
		"no signature":                    {caller: caller{edit: reauthorize("Signature=", "Sig=")}, want: "AuthFailure.InvalidAuthorization"},
		"another service":                 {caller: caller{service: "cvm"}, want: "AuthFailure.InvalidAuthorization"},
		"another service, real host name": {caller: caller{service: "cvm", host: "redis.ap-chengdu.tencentcloudapi.com"}, want: "AuthFailure.InvalidAuthorization"},
	}
	for name, test := range tests {
		test.options.Now = func() time.Time { return documentTime }
		if got := test.caller.call(t, New(test.options), documentBody); got.code != test.want {
			t.Errorf("%s: got %q (%s), want %q", name, got.code, got.message, test.want)
		}
	}
}
