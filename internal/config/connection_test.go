// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

func pemOf(c *x509.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestResolve_caBundle: each error names the file, and has none of its content.
func TestResolve_caBundle(t *testing.T) {
	t.Parallel()
	listener := httptest.NewTLSServer(nil)
	defer listener.Close()
	good := pemOf(listener.Certificate())
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("s3cr3t")}))
	unusable := strings.Replace(good, "\nMII", "\nMIA", 1)
	folder := t.TempDir()
	tests := map[string]struct{ file, want string }{
		"one":                      {writeFile(t, good), ""},
		"two, with text around":    {writeFile(t, "# first\r\n"+good+"\n# second\n"+good), ""},
		"byte order mark, CRLF":    {writeFile(t, "\xef\xbb\xbf"+strings.ReplaceAll(good, "\n", "\r\n")), ""},
		"UTF-16":                   {writeFile(t, "\xff\xfe-\x00"), "is encoded in UTF-16. Save it as UTF-8."},
		"Latin-1 comment":          {writeFile(t, "# \xe9\n"+good), ""},
		"relative":                 {"none.pem", "does not exist. A relative path starts in the directory that Terraform runs in."},
		"missing":                  {filepath.Join(folder, "none"), "does not exist."},
		"folder":                   {folder, "is a directory, not a file."},
		"empty":                    {writeFile(t, ""), "contains no certificate in PEM format"},
		"no PEM":                   {writeFile(t, "s3cr3t"), "contains no certificate in PEM format"},
		"private key":              {writeFile(t, good+key), `contains a block of type "PRIVATE KEY"; only CERTIFICATE is allowed.`},
		"no certificate parses":    {writeFile(t, unusable), "contains no certificate that can be parsed. Certificate 1: x509:"},
		"damaged block":            {writeFile(t, good+strings.Replace(good, "\nMII", "\n!?!", 1)), "is damaged: one of its blocks is not PEM; 1 can be read."},
		"larger than any good one": {writeFile(t, strings.Repeat("s3cr3t\n", maxCABundle/7+1)), "is larger than 4 MiB."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := machine(nil, nil)
			p.Open = textfile.Open
			s, diags := Resolve(t.Context(), merge(keysBlock(), block{"ca_bundle": tt.file}), p)
			if tt.want == "" {
				if len(diags) > 0 || s.roots == nil {
					t.Errorf("roots %v, diagnostics %v", s.roots, diags)
				}
				return
			}
			expectProblem(t, diags, problem{"Unusable CA Bundle", "ca_bundle", "The certificates cannot be used: " + tt.file + " " + tt.want})
		})
	}
	s, diags := Resolve(t.Context(), merge(keysBlock(), block{"ca_bundle": "~/ca.pem"}), machine(nil, env("/home/u/ca.pem", good)))
	if len(diags) > 0 || s.roots == nil {
		t.Errorf("in the home directory: roots %v, diagnostics %v", s.roots, diags)
	}
	p := machine(nil, nil)
	p.Home = ""
	_, diags = Resolve(t.Context(), merge(keysBlock(), block{"ca_bundle": "~/ca.pem"}), p)
	expectProblem(t, diags, problem{invalid, "ca_bundle", `"ca_bundle" in the provider block starts with ~, but the home directory is not known. Set the full path.`})
}

// TestResolve_unusableCertificate: one certificate that cannot be parsed is skipped,
// and named.
func TestResolve_unusableCertificate(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	good := pemOf(server.Certificate())
	file := writeFile(t, strings.Replace(good, "\nMII", "\nMIA", 1)+good)
	p := machine(nil, nil)
	p.Open = textfile.Open
	s, diags := Resolve(t.Context(), merge(keysBlock(), block{"ca_bundle": file}), p)
	expectProblem(t, diags, problem{
		"Unusable Certificate in CA Bundle", "ca_bundle",
		"Not all certificates in " + file + " can be used; the others are.\n\nReplace or remove the ones below.\n\nCertificate 1: x509: ",
	})
	if diags.HasError() {
		t.Error("it is an error")
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: s.Transport()}).Do(r)
	if err != nil {
		t.Fatalf("the other certificate is not trusted: %v", err)
	}
	_ = response.Body.Close()
}

// TestProxy: the proxy for each host.
func TestProxy(t *testing.T) {
	t.Parallel()
	both := map[string]string{"HTTPS_PROXY": "secure:1", "HTTP_PROXY": "http://plain:2"}
	tests := map[string]struct {
		block string
		env   map[string]string
		url   string
		want  string
	}{
		"none":                     {"", nil, "https://redis.example.com", ""},
		"environment":              {"", both, "https://redis.example.com", "http://secure:1"},
		"environment, plain":       {"", both, "http://redis.example.com", "http://plain:2"},
		"lower case":               {"", map[string]string{"https_proxy": "socks5://secure:1"}, "https://redis.example.com", "socks5://secure:1"},
		"block":                    {"http://user:hunter2@block:3", both, "https://redis.example.com", "http://user:hunter2@block:3"},
		"block, plain":             {"socks5://block:3", both, "http://redis.example.com", "socks5://block:3"},
		"exempt":                   {"", merge(both, env("NO_PROXY", "example.com")), "https://redis.example.com", ""},
		"exempt in lower case":     {"", merge(both, env("no_proxy", "redis.example.com:443")), "https://redis.example.com", ""},
		"exempt from the block's":  {"http://block:3", map[string]string{"NO_PROXY": ".example.com"}, "https://redis.example.com", ""},
		"not exempt":               {"http://block:3", map[string]string{"NO_PROXY": "other.com"}, "https://redis.example.com", "http://block:3"},
		"this machine":             {"http://block:3", nil, "http://127.0.0.1:8080", ""},
		"this machine by its name": {"", both, "https://localhost", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := Resolve(t.Context(), merge(keysBlock(), block{"proxy": tt.block}), machine(tt.env, nil))
			if len(diags) > 0 {
				t.Fatalf("diagnostics: %v", diags)
			}
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, tt.url, http.NoBody)
			got, err := s.proxy.ProxyFunc()(r.URL)
			if err != nil || got == nil != (tt.want == "") || got != nil && got.String() != tt.want {
				t.Errorf("proxy is %v, error %v; want %q", got, err, tt.want)
			}
			if metadata := s.metadataTransport().(*http.Transport); metadata.Proxy != nil {
				t.Error("the metadata service is reached through a proxy")
			}
		})
	}
}
