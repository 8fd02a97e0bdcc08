// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"cmp"
	"crypto/tls"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestGateway(t *testing.T) {
	t.Parallel()
	without := func(name string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Del(name) }
	}
	tests := map[string]struct {
		caller        caller
		body          string
		code, message string
	}{
		"no action":       {caller: caller{edit: without("X-TC-Action")}, code: "MissingParameter", message: "The request is missing a required parameter `Action`."},
		"no version":      {caller: caller{edit: without("X-TC-Version")}, code: "MissingParameter", message: "The request is missing a required parameter `Version`."},
		"unknown action":  {caller: caller{action: "DescribeBackupURL"}, code: "InvalidAction", message: "The request action=`DescribeBackupURL` is invalid or not found in service=`redis` and version=`2018-04-12`."},
		"unknown version": {caller: caller{version: "2017-03-12"}, code: "NoSuchVersion", message: "The specified api version=`2017-03-12` does not exist in service=`redis`."},
		"unknown service": {caller: caller{host: "cvm.tencentcloudapi.com"}, code: "NoSuchVersion", message: "The specified api version=`2018-04-12` does not exist in service=`cvm`."},
		"GET":             {caller: caller{method: http.MethodGet}, code: "UnsupportedProtocol", message: "The request method is not supported by this API."},
		"a form":          {caller: caller{contentType: "application/x-www-form-urlencoded"}, code: "UnsupportedProtocol", message: "The request `Content-Type` is not supported; use `application/json`."},
		"no region":       {caller: caller{edit: without("X-TC-Region")}, code: "MissingParameter", message: "The request is missing a required parameter `Region`."},
		"unknown region":  {caller: caller{region: "ap-nowhere"}, code: "UnsupportedRegion", message: "The action not support this region."},
		"body is no JSON": {body: "InstanceId=crs-4y9t57vt", code: "InvalidParameter", message: "The request body is not a valid JSON object."},
		"body has a tail": {body: documentBody + "}", code: "InvalidParameter", message: "The request body is not a valid JSON object."},
		"body over 10 MB": {body: `{"InstanceId":"` + strings.Repeat("x", maxBody) + `"}`, code: "RequestSizeLimitExceeded", message: "The request size exceeds the upper limit."},
	}
	for name, test := range tests {
		got := test.caller.call(t, newDocumentServer(), cmp.Or(test.body, documentBody))
		if got.code != test.code || got.message != test.message {
			t.Errorf("%s: got %s, %q, want %s, %q", name, got.code, got.message, test.code, test.message)
		}
	}
}

// The gateway reports one error at a time. Each step still has the mistakes of all
// later ones.
func TestGatewayOrder(t *testing.T) {
	t.Parallel()
	worst := caller{
		action: "Nothing", version: "1999-01-01", id: "AKIDother", key: "other", token: "x", region: "ap-nowhere",
		at: documentTime.Add(-time.Hour),
	}
	steps := []struct {
		code string
		fix  func(*caller)
	}{
		{"NoSuchVersion", func(c *caller) { c.version = "" }},
		{"InvalidAction", func(c *caller) { c.action = "" }},
		{"AuthFailure.SecretIdNotFound", func(c *caller) { c.id = "" }},
		{"AuthFailure.SignatureExpire", func(c *caller) { c.at = documentTime }},
		{"AuthFailure.SignatureFailure", func(c *caller) { c.key = "" }},
		{"AuthFailure.TokenFailure", func(c *caller) { c.token = "" }},
		{"UnsupportedRegion", func(c *caller) { c.region = "" }},
		{"InvalidParameter", func(*caller) {}},
	}
	s := newDocumentServer()
	for _, step := range steps {
		wantCode(t, worst.call(t, s, "no JSON"), step.code)
		step.fix(&worst)
	}
}

func TestResponseHeader(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	good := caller{}.call(t, s, documentBody)
	bad := caller{region: "ap-nowhere"}.call(t, s, documentBody)
	for _, got := range []reply{good, bad} {
		if got.header.Get("Content-Type") != "application/json" {
			t.Errorf("got Content-Type %q", got.header.Get("Content-Type"))
		}
		if want := "Thu, 07 Mar 2019 10:01:05 GMT"; got.header.Get("Date") != want {
			t.Errorf("got Date %q, want %q", got.header.Get("Date"), want)
		}
		if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(got.requestID) {
			t.Errorf("got RequestId %q, want a UUID", got.requestID)
		}
	}
	if good.requestID == bad.requestID {
		t.Errorf("both responses have RequestId %s", good.requestID)
	}
}

func TestURLsFollowTheScheme(t *testing.T) {
	t.Parallel()
	r := caller{}.request(t, documentBody)
	r.TLS = &tls.ConnectionState{}
	first := send(t, newDocumentServer(), r).infos(t)[0]
	if !strings.HasPrefix(*first.DownloadURL, "https://127.0.0.1:8080/") {
		t.Errorf("got %s, want an https URL", *first.DownloadURL)
	}
}
