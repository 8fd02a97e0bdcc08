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
				ExpectError: wrapped(`The Redis API could not be reached.*ca_bundle.*Cause: tls: failed to verify certificate: x509: certificate signed by unknown authority`),
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
