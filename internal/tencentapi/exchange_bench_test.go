// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"net/http"
	"testing"
)

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
