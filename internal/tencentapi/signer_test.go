// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"strings"
	"testing"
	"time"
)

// TestAuthorization_published is the example that Tencent Cloud publishes with
// the description of the method.
func TestAuthorization_published(t *testing.T) {
	t.Parallel()
	cred := Credential{SecretID: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", SecretKey: "Gu5t9xGARNpq86cd98joQYCN3*******"}
	body := []byte(`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`)
	got := Authorization(cred, "cvm", "cvm.tencentcloudapi.com", body, time.Unix(1551113065, 0))
	want := "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, " +
		"SignedHeaders=content-type;host, " +
		"Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"
	if got != want {
		t.Errorf("Authorization is\n%s\nwant\n%s", got, want)
	}
}

// TestAuthorization_dateIsUTC guards the scope's date where the local one differs.
func TestAuthorization_dateIsUTC(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 1, 0, 0, 0, time.FixedZone("UTC+8", 8*3600))
	got := Authorization(Credential{SecretID: "id", SecretKey: "key"}, "redis", "h", nil, at)
	if !strings.Contains(got, "Credential=id/2025-12-31/redis/tc3_request") {
		t.Errorf("the scope's date is not in UTC: %s", got)
	}
}
