// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// newTLSFake is a fake behind TLS, and a file with the certificate to trust.
func newTLSFake(t *testing.T, o fakeapi.Options) (api fake, bundle string) {
	t.Helper()
	api = fake{Server: fakeapi.New(o)}
	listener := httptest.NewTLSServer(api)
	t.Cleanup(listener.Close)
	api.url = listener.URL
	return api, writeFile(t, pemOf(listener.Certificate()))
}

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

func TestAccProvider_caBundle(t *testing.T) {
	t.Parallel()
	api, bundle := newTLSFake(t, fakeapi.Options{})
	config := func(more string) string {
		return strings.Replace(api.withProvider(documentBackup("")), "endpoints ", more+"\n  endpoints ", 1)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps: []resource.TestStep{
			{
				Config:      config(""),
				ExpectError: wrapped(`The API could not be reached.*ca_bundle.*Cause: tls: failed to verify certificate: x509: certificate signed by unknown authority`),
			},
			{
				Config:      config(`ca_bundle = "/does/not/exist.pem"`),
				ExpectError: wrapped(`Unusable CA Bundle.*/does/not/exist.pem does not exist`),
			},
			{
				Config:            config(fmt.Sprintf("ca_bundle = %q", bundle)),
				ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
			},
		},
	})
}

// TestResolve_caBundle: each fault names the file and nothing of its content.
func TestResolve_caBundle(t *testing.T) {
	t.Parallel()
	listener := httptest.NewTLSServer(nil)
	defer listener.Close()
	good := pemOf(listener.Certificate())
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("hunter2")}))
	folder := t.TempDir()
	tests := map[string]struct{ file, want string }{
		"one":                      {writeFile(t, good), ""},
		"two, with text around":    {writeFile(t, "# first\r\n"+good+"\n# second\n"+good), ""},
		"missing":                  {filepath.Join(folder, "none"), "does not exist; a relative path begins at the folder that Terraform runs in."},
		"folder":                   {folder, "is not a file."},
		"empty":                    {writeFile(t, ""), "holds no certificate in PEM format"},
		"no PEM":                   {writeFile(t, "hunter2"), "holds no certificate in PEM format"},
		"private key":              {writeFile(t, good+key), `holds a block of the type "PRIVATE KEY"; only CERTIFICATE belongs there.`},
		"damaged certificate":      {writeFile(t, good+strings.Replace(good, "\nMII", "\nMIA", 1)), "is damaged: certificate 2 cannot be read: x509:"},
		"damaged block":            {writeFile(t, good+strings.Replace(good, "\nMII", "\n!?!", 1)), "is damaged: one of its blocks is not PEM; 1 can be read."},
		"larger than any good one": {writeFile(t, strings.Repeat("hunter2\n", maxCABundle/8+1)), "is larger than 4 MiB."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, diags := resolve(providerModel{CABundle: types.StringValue(tt.file)}, processOf(keysInEnvironment))
			if tt.want == "" {
				if len(diags) > 0 || s.roots == nil {
					t.Errorf("roots %v, diagnostics %v", s.roots, diags)
				}
				return
			}
			if len(diags) != 1 {
				t.Fatalf("diagnostics are %v", diags)
			}
			expectProblem(t, diags[0], "Unusable CA Bundle", "ca_bundle", tt.file+" "+tt.want)
			if strings.Contains(diags[0].Detail(), "hunter2") {
				t.Errorf("the text holds a part of the file: %s", diags[0].Detail())
			}
		})
	}
}
