// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// benchBody is a request as a read of a backup makes it.
var benchBody = []byte(`{"InstanceId":"crs-4y9t57vt","BackupId":"678362566696298532848117"}`)

func BenchmarkAuthorization(b *testing.B) {
	at := time.Unix(1551952863, 0)
	b.ReportAllocs()
	for b.Loop() {
		if Authorization(testCredential, "redis", "redis.tencentcloudapi.com", benchBody, at) == "" {
			b.Fatal("no signature")
		}
	}
}

// BenchmarkRequest is a signed request, ready to be sent.
func BenchmarkRequest(b *testing.B) {
	c := &Client{options: defaultOptions(), service: Service{Name: "redis", Version: "2018-04-12"}}
	x := &exchange{
		action: "DescribeBackupUrl", region: "ap-chengdu", body: benchBody, cred: testCredential,
		signedAt: time.Unix(1551952863, 0), url: &url.URL{Scheme: "https", Host: "redis.tencentcloudapi.com", Path: "/"},
	}
	b.ReportAllocs()
	for b.Loop() {
		if c.request(b.Context(), x) == nil {
			b.Fatal("no request")
		}
	}
}

// BenchmarkPacer takes the slots of a whole second, which nobody waits for.
func BenchmarkPacer(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		p := newPacer(20)
		for range 20 {
			s, err := p.take(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			p.markSent(s, time.Now())
			p.done(s, outcomePassed, time.Now())
		}
	}
}

// BenchmarkCall_inMemory is a call without a network, and with a small response:
// all that the client itself does.
func BenchmarkCall_inMemory(b *testing.B) {
	responses := &server{responses: []reply{say(http.StatusOK, `{"Response":{"Value":"v","RequestId":"r-1"}}`)}}
	b.ReportAllocs()
	for b.Loop() {
		responses.requests, responses.bodies = nil, nil
		c, err := New(Service{Name: "redis", Version: "2018-04-12"}, Endpoint{}, testCredential, WithTransport(responses))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Call[testResponse](context.Background(), c, "DescribeBackupUrl", "ap-chengdu", struct{}{}); err != nil {
			b.Fatal(err)
		}
	}
}
