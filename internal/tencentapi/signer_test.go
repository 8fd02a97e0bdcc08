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

// TestAuthorization_everyInputCounts changes one input at a time.
func TestAuthorization_everyInputCounts(t *testing.T) {
	t.Parallel()
	type input struct {
		cred          Credential
		service, host string
		body          string
		unix          int64
	}
	base := input{Credential{SecretID: "id", SecretKey: "key"}, "redis", "redis.tencentcloudapi.com", "{}", 1551113065}
	signature := func(in input) string {
		_, s, _ := strings.Cut(Authorization(in.cred, in.service, in.host, []byte(in.body), time.Unix(in.unix, 0)), "Signature=")
		return s
	}
	variants := map[string]func(*input){
		"key":     func(in *input) { in.cred.SecretKey = "other" },
		"service": func(in *input) { in.service = "sts" },
		"host":    func(in *input) { in.host = "redis.intl.tencentcloudapi.com" },
		"body":    func(in *input) { in.body = "{} " },
		"second":  func(in *input) { in.unix++ },
	}
	for name, change := range variants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := base
			change(&in)
			if signature(in) == signature(base) {
				t.Errorf("another %s gives the same signature", name)
			}
		})
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

func FuzzAuthorization(f *testing.F) {
	f.Add("id", "key", "redis", "redis.tencentcloudapi.com", []byte(`{"InstanceId":"crs-1"}`), int64(1551113065))
	f.Add("", "", "", "", []byte(nil), int64(0))
	f.Fuzz(func(t *testing.T, id, key, service, host string, body []byte, unix int64) {
		got := Authorization(Credential{SecretID: id, SecretKey: key}, service, host, body, time.Unix(unix%253402300799, 0))
		_, signature, found := strings.Cut(got[strings.LastIndex(got, ", Signature="):], "=")
		if !found || len(signature) != 64 || strings.Trim(signature, "0123456789abcdef") != "" {
			t.Errorf("%q does not end in 64 hexadecimal digits", got)
		}
	})
}
