// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
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

func configure(t *testing.T, env map[string]string, deferral bool, values object) provider.ConfigureResponse {
	t.Helper()
	s := config.Schema()
	req := provider.ConfigureRequest{
		TerraformVersion:   "1.11.4",
		Config:             tfsdk.Config{Schema: s, Raw: raw(t, s.Type().TerraformType(t.Context()), values)},
		ClientCapabilities: provider.ConfigureProviderClientCapabilities{DeferralAllowed: deferral},
	}
	var resp provider.ConfigureResponse
	New("test", WithEnvironment(func(name string) string { return env[name] }), WithHome(""))().Configure(t.Context(), req, &resp)
	return resp
}

func TestConfigure(t *testing.T) {
	t.Parallel()
	t.Run("known", func(t *testing.T) {
		t.Parallel()
		resp := configure(t, fakeKeys(), false, object{"region": "ap-seoul"})
		data, ok := resp.DataSourceData.(*providerData)
		if !ok || len(resp.Diagnostics) > 0 || data.redis == nil || data.region != "ap-seoul" || data.ready().HasError() {
			t.Errorf("data %+v, diagnostics %v", resp.DataSourceData, resp.Diagnostics)
		}
	})
	t.Run("unknown, to be deferred", func(t *testing.T) {
		t.Parallel()
		resp := configure(t, fakeKeys(), true, object{"secret_key": unknown{}})
		if resp.Deferred == nil || resp.Deferred.Reason != provider.DeferredReasonProviderConfigUnknown || len(resp.Diagnostics) > 0 {
			t.Errorf("deferred %v, diagnostics %v", resp.Deferred, resp.Diagnostics)
		}
	})
	t.Run("unknown, no deferral", func(t *testing.T) {
		t.Parallel()
		resp := configure(t, fakeKeys(), false, object{"secret_key": unknown{}, "region": unknown{}})
		data, ok := resp.DataSourceData.(*providerData)
		if !ok || len(resp.Diagnostics) > 0 || resp.Deferred != nil {
			t.Fatalf("data %+v, diagnostics %v, deferred %v", resp.DataSourceData, resp.Diagnostics, resp.Deferred)
		}
		diags := data.ready()
		if !diags.HasError() || !strings.Contains(diags[0].Detail(), "takes region, secret_key from something that does not exist before apply") {
			t.Errorf("reads are told %v", diags)
		}
	})
	t.Run("missing keys", func(t *testing.T) {
		t.Parallel()
		resp := configure(t, nil, false, object{})
		if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary() != "Missing Tencent Cloud Credentials" || resp.DataSourceData != nil {
			t.Errorf("data %v, diagnostics %v", resp.DataSourceData, resp.Diagnostics)
		}
	})
}

func TestConfiguredDataSource(t *testing.T) {
	t.Parallel()
	var c configuredDataSource
	var resp datasource.ConfigureResponse
	c.Configure(t.Context(), datasource.ConfigureRequest{}, &resp)
	if len(resp.Diagnostics) > 0 || c.provider != nil {
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
