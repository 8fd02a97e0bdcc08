// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestSensitivity: secrets and everything that contains a URL are sensitive, and
// nothing else is.
func TestSensitivity(t *testing.T) {
	t.Parallel()
	resp := serve(t, nil).schemas
	for _, d := range resp.Diagnostics {
		t.Errorf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
	}
	var got []string
	var walk func(prefix string, attributes []*tfprotov6.SchemaAttribute)
	walk = func(prefix string, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			if a.Sensitive {
				got = append(got, prefix+a.Name)
			}
			if a.NestedType != nil {
				walk(prefix+a.Name+".", a.NestedType.Attributes)
			}
		}
	}
	walk("", resp.Provider.Block.Attributes)
	for _, name := range slices.Sorted(maps.Keys(resp.DataSourceSchemas)) {
		walk("data."+name+".", resp.DataSourceSchemas[name].Block.Attributes)
	}
	for _, name := range slices.Sorted(maps.Keys(resp.EphemeralResourceSchemas)) {
		walk("ephemeral."+name+".", resp.EphemeralResourceSchemas[name].Block.Attributes)
	}
	walk("resource.", resp.ResourceSchemas[downloadName].Block.Attributes)
	want := []string{
		"assume_role.token_code", "assume_role_with_saml.saml_assertion", "assume_role_with_web_identity.web_identity_token", "mfa_certification.token_code",
		"proxy", "secret_key", "security_token",
		"data.tencentredis_backup_url.backup_infos.download_url", "data.tencentredis_backup_url.backup_infos.inner_download_url",
		"data.tencentredis_backup_url.download_url", "data.tencentredis_backup_url.inner_download_url",
		"ephemeral.tencentredis_backup_url.backup_infos.download_url", "ephemeral.tencentredis_backup_url.backup_infos.inner_download_url",
		"ephemeral.tencentredis_backup_url.download_url", "ephemeral.tencentredis_backup_url.inner_download_url",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sensitive attributes (-want +got):\n%s", diff)
	}
}

// TestConfigure_unknown: arguments that are known only at apply defer the provider
// if Terraform can do that. Otherwise, a read returns an error.
func TestConfigure_unknown(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeKeys())
	block := object{"secret_key": unknown{}, "region": unknown{}}
	_, err := s.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config:             s.dynamic(s.schemas.Provider.ValueType(), block),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: true},
	})
	resp, err2 := s.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "tencentredis_backups", Config: s.dynamic(s.schema("data.tencentredis_backups").ValueType(), object{}),
		ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: true},
	})
	if err := errors.Join(err, err2); err != nil || len(resp.Diagnostics) > 0 || resp.Deferred == nil {
		t.Errorf("with deferral: error %v, response %v", err, resp)
	}
	if diags := s.configure(block); len(diags) > 0 {
		t.Errorf("without deferral: %v", diags)
	}
	const want = "takes region, secret_key from something that does not exist before apply"
	if _, diags := s.readDocument(); len(diags) != 1 || !strings.Contains(diags[0].Detail, want) {
		t.Errorf("diagnostics of a read are %v, want %q", diags, want)
	}
}

func TestConfiguredDataSource(t *testing.T) {
	t.Parallel()
	var c configuredDataSource
	var resp datasource.ConfigureResponse
	if c.Configure(t.Context(), datasource.ConfigureRequest{}, &resp); len(resp.Diagnostics) > 0 || c.provider != nil {
		t.Errorf("without data: %v, %v", c.provider, resp.Diagnostics)
	}
	c.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: "x"}, &resp)
	if len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), "got string. This is a bug in the provider") {
		t.Errorf("with data of another type: %v", resp.Diagnostics)
	}
}

// TestAccProvider_unknown: the key is created in the same apply. A read during
// plan returns an error; one that waits for apply gets a configured provider.
func TestAccProvider_unknown(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	config := func(more string) string {
		return strings.Replace(api.withProvider(documentBackup(more)),
			`"`+fakeapi.DefaultSecretKey+`"`, `terraform_data.key.output`, 1) +
			`resource "terraform_data" "key" { input = "` + fakeapi.DefaultSecretKey + `" }`
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: config(""), ExpectError: wrapped(`Provider Configuration Not Known Yet.*takes secret_key from something that does not exist before apply.*terraform apply -target`)},
			{
				Config:            config("depends_on = [terraform_data.key]"),
				ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
			},
		},
	})
}
