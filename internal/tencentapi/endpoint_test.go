// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"net/url"
	"strings"
	"testing"
)

func TestEndpoint_URL(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		endpoint Endpoint
		region   string
		want     string
		wantErr  string
	}{
		"default":               {Endpoint{}, "", "https://redis.tencentcloudapi.com/", ""},
		"domain":                {Endpoint{Domain: "intl.tencentcloudapi.com"}, "", "https://redis.intl.tencentcloudapi.com/", ""},
		"plain":                 {Endpoint{Protocol: "HTTP"}, "", "http://redis.tencentcloudapi.com/", ""},
		"base URL wins":         {Endpoint{BaseURL: "http://127.0.0.1:1234", Protocol: "HTTPS", Domain: "example.com"}, "", "http://127.0.0.1:1234/", ""},
		"base URL with slash":   {Endpoint{BaseURL: "https://redis.example.com/"}, "", "https://redis.example.com/", ""},
		"base URL with IPv6":    {Endpoint{BaseURL: "https://[::1]:8443"}, "", "https://[::1]:8443/", ""},
		"ordinary region":       {Endpoint{}, "ap-seoul", "https://redis.tencentcloudapi.com/", ""},
		"finance region":        {Endpoint{}, "ap-shanghai-fsi", "https://redis.ap-shanghai-fsi.tencentcloudapi.com/", ""},
		"finance, plain":        {Endpoint{Protocol: "HTTP"}, "ap-shenzhen-fsi", "http://redis.ap-shenzhen-fsi.tencentcloudapi.com/", ""},
		"finance, same domain":  {Endpoint{Domain: DefaultDomain}, "ap-shanghai-fsi", "https://redis.ap-shanghai-fsi.tencentcloudapi.com/", ""},
		"finance, domain wins":  {Endpoint{Domain: "internal.tencentcloudapi.com"}, "ap-shanghai-fsi", "https://redis.internal.tencentcloudapi.com/", ""},
		"finance, URL wins":     {Endpoint{BaseURL: "https://r.example.com"}, "ap-shanghai-fsi", "https://r.example.com/", ""},
		"finance, not a host":   {Endpoint{}, "x/y-fsi", "", "not a domain name"},
		"unknown protocol":      {Endpoint{Protocol: "FTP"}, "", "", `"FTP"`},
		"lower-case protocol":   {Endpoint{Protocol: "https"}, "", "https://redis.tencentcloudapi.com/", ""},
		"mixed-case protocol":   {Endpoint{Protocol: "Http"}, "", "http://redis.tencentcloudapi.com/", ""},
		"mixed-case domain":     {Endpoint{Domain: "TencentCloudAPI.com."}, "ap-shanghai-fsi", "https://redis.ap-shanghai-fsi.tencentcloudapi.com/", ""},
		"non-ASCII domain":      {Endpoint{Domain: "例子.com"}, "", "", "not a domain name"},
		"mixed-case host":       {Endpoint{BaseURL: "HTTP://LOCALHOST:8080"}, "", "http://localhost:8080/", ""},
		"default ports":         {Endpoint{BaseURL: "https://redis.example.com:443"}, "", "https://redis.example.com/", ""},
		"default port of HTTP":  {Endpoint{BaseURL: "http://[::1]:80/"}, "", "http://[::1]/", ""},
		"empty port":            {Endpoint{BaseURL: "https://redis.example.com:"}, "", "https://redis.example.com/", ""},
		"port out of range":     {Endpoint{BaseURL: "https://redis.example.com:70000"}, "", "", "between 1 and 65535"},
		"trailing dot":          {Endpoint{BaseURL: "https://redis.example.com.:8443"}, "", "https://redis.example.com:8443/", ""},
		"long IPv6":             {Endpoint{BaseURL: "https://[0:0:0:0:0:0:0:1]:8443"}, "", "https://[::1]:8443/", ""},
		"IPv6 zone":             {Endpoint{BaseURL: "https://[fe80::1%25eth0]"}, "", "", "without a zone"},
		"non-ASCII host":        {Endpoint{BaseURL: "https://例子.com"}, "", "", `"xn--" form`},
		"domain with scheme":    {Endpoint{Domain: "https://example.com"}, "", "", "not a domain name"},
		"domain with slash":     {Endpoint{Domain: "example.com/x"}, "", "", "not a domain name"},
		"domain with user":      {Endpoint{Domain: "user@example.com"}, "", "", "not a domain name"},
		"domain with empty":     {Endpoint{Domain: "example..com"}, "", "", "not a domain name"},
		"no scheme":             {Endpoint{BaseURL: "redis.example.com"}, "", "", "begin with https:// or http://"},
		"no scheme, IP":         {Endpoint{BaseURL: "127.0.0.1:8080"}, "", "", "begin with https:// or http://"},
		"control, no scheme":    {Endpoint{BaseURL: "example.com\n"}, "", "", "begin with https:// or http://"},
		"other scheme":          {Endpoint{BaseURL: "ftp://example.com"}, "", "", "begin with https:// or http://"},
		"no host":               {Endpoint{BaseURL: "https://"}, "", "", "no host"},
		"port without host":     {Endpoint{BaseURL: "https://:443"}, "", "", "no host"},
		"password":              {Endpoint{BaseURL: "https://user:hunter2@example.com"}, "", "", "user name or password"},
		"path":                  {Endpoint{BaseURL: "https://example.com/redis"}, "", "", "without path or query"},
		"query":                 {Endpoint{BaseURL: "https://example.com?key=hunter2"}, "", "", "without path or query"},
		"not a URL":             {Endpoint{BaseURL: "https://exa mple.com/hunter2"}, "", "", "not a URL"},
		"control character":     {Endpoint{BaseURL: "https://example.com\n"}, "", "", "not a URL"},
		"not a URL, host names": {Endpoint{BaseURL: "https://[hunter2"}, "", "", "not a URL"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.endpoint.URL("redis", tt.region)
			if tt.wantErr != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
					t.Fatalf("error is %v, want one with %q", err, tt.wantErr)
				}
				if strings.Contains(err.Error(), "hunter2") {
					t.Errorf("the error repeats what may be a secret: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != tt.want {
				t.Errorf("URL is %s, want %s", got, tt.want)
			}
		})
	}
}

func TestIsLoopback(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]bool{
		"http://127.0.0.1:1":           true,
		"http://127.9.9.9":             true,
		"http://[::1]:80":              true,
		"http://LOCALHOST":             true,
		"http://localhost.example.com": false,
		"http://10.0.0.1":              false,
		"http://redis.example.com":     false,
	} {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got := IsLoopback(u); got != want {
			t.Errorf("IsLoopback(%s) is %t, want %t", raw, got, want)
		}
	}
}
