// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// TestCall_hostOfTheRegion: each call goes to the host of its own region, and
// is signed for it.
func TestCall_hostOfTheRegion(t *testing.T) {
	t.Parallel()
	at := time.Unix(1700000000, 0)
	s := &server{responses: []reply{say(200, fine)}}
	c := newTestClient(t, s, WithClock(func() time.Time { return at }))
	hosts := []string{"redis.tencentcloudapi.com", "redis.ap-shanghai-fsi.tencentcloudapi.com", "redis.tencentcloudapi.com"}
	for i, region := range []string{"ap-seoul", "ap-shanghai-fsi", ""} {
		if _, err := Call[testResponse](t.Context(), c, "DescribeThing", region, struct{}{}); err != nil {
			t.Fatal(err)
		}
		r := s.requests[i]
		if r.Host != hosts[i] || r.URL.Host != hosts[i] {
			t.Errorf("a call in region %q goes to %s and names the host %s, want %s", region, r.URL.Host, r.Host, hosts[i])
		}
		if want := Authorization(testCredential, "redis", hosts[i], []byte("{}"), at); r.Header.Get("Authorization") != want {
			t.Errorf("a call in region %q is not signed for %s", region, hosts[i])
		}
	}
	if _, err := Call[testResponse](t.Context(), c, "DescribeThing", "x/y-fsi", struct{}{}); err == nil || len(s.requests) != 3 {
		t.Errorf("a region that is no part of a host: error %v after %d requests", err, len(s.requests))
	}
}

// TestNewTransport: the error for a proxy that is not a URL does not contain its password.
func TestNewTransport(t *testing.T) {
	t.Parallel()
	transport := NewTransport(func(*url.URL) (*url.URL, error) { return nil, errors.New("http://user:hunter2@h") }, nil)
	if _, err := transport.Proxy(&http.Request{URL: &url.URL{}}); !errors.Is(err, netfault.ErrProxySetting) {
		t.Errorf("error is %v, want %v", err, netfault.ErrProxySetting)
	}
}
