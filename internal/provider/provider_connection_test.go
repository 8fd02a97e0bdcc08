// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestAccProvider_connection: everything about the connection in the block.
func TestAccProvider_connection(t *testing.T) {
	t.Parallel()
	api, env := newWholeFake(t, fakeapi.Options{RateLimit: -1})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(map[string]string{"TENCENTCLOUD_DOMAIN": "example.com", "TENCENTCLOUD_PROTOCOL": "HTTPS"}),
		Steps: []resource.TestStep{{
			Config: fmt.Sprintf(`
provider "tencentredis" {
  region                  = %q
  cam_role_name           = "instance"
  assume_role             = { %s }
  endpoints               = { redis = %q, sts = %q, metadata = %q }
  max_requests_per_second = 5
  max_retries             = 2
  request_timeout         = "10s"
}
`, fakeapi.DocumentRegion, assume(fakeapi.DefaultRoleARN), api.url, api.url, env["TENCENTCLOUD_ENDPOINT_URL_METADATA"]) + documentBackup(""),
			ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
		}},
	})
	if len(api.MetadataRequests()) == 0 || api.count("AssumeRole") == 0 {
		t.Error("the metadata service or STS was not asked")
	}
}

// TestAccProvider_profileConnection: region and host come from the profile.
func TestAccProvider_profileConnection(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	p := newProxy(t, api)
	folder := writeProfile(t, "dev", `{"secretId": "`+fakeapi.DefaultSecretID+`", "secretKey": "`+fakeapi.DefaultSecretKey+`"}`,
		`{"_sys_param": {"region": "ap-chengdu"}, "redis": {"endpoint": "redis.intl.example.com"}}`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(map[string]string{
			"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": folder, "TENCENTCLOUD_PROFILE": "dev", "TENCENTCLOUD_PROTOCOL": "HTTP", "HTTP_PROXY": p.url,
		}),
		Steps: []resource.TestStep{{
			Config:            "provider \"tencentredis\" {}\n" + documentBackup(""),
			ConfigStateChecks: []statecheck.StateCheck{expect("region", knownvalue.StringExact("ap-chengdu"))},
		}},
	})
	if got := p.hosts(); len(got) != 1 || got[0] != "redis.intl.example.com" {
		t.Errorf("the proxy was asked for %q", got)
	}
}

// TestAccProvider_unknownRole: a role that is made in the same apply, deep in
// an object of the block.
func TestAccProvider_unknownRole(t *testing.T) {
	t.Parallel()
	_, env := newWholeFake(t, fakeapi.Options{})
	config := func(more string) string {
		return fmt.Sprintf(`
provider "tencentredis" {
  assume_role = { role_arn = terraform_data.role.output, session_name = "test" }
}
resource "terraform_data" "role" { input = %q }
`, fakeapi.DefaultRoleARN) + documentBackup(more)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(with(env, pairs(fakeKeys())...)),
		Steps: []resource.TestStep{
			{Config: config(""), ExpectError: wrapped(`Provider Configuration Not Known Yet.*takes assume_role.role_arn from something that does not exist before apply`)},
			{
				Config:            config("depends_on = [terraform_data.role]"),
				ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
			},
		},
	})
}

// TestProvider_limits: the arguments reach the client.
func TestProvider_limits(t *testing.T) {
	t.Parallel()
	api, env := newWholeFake(t, fakeapi.Options{RateLimit: -1})
	env = with(env, pairs(fakeKeys())...)
	read := func(m providerBlock) string {
		model := documentModel()
		diags := model.read(t.Context(), connected(t, m, env))
		if len(diags) == 0 {
			return ""
		}
		return diags[0].Detail()
	}
	api.Next(fakeapi.Fail("InternalError.InternalError"), fakeapi.Fail("InternalError.InternalError"))
	if got := read(providerBlock{"max_retries": 1}); got == "" || len(api.Requests()) != 2 {
		t.Errorf("with one retry there were %d requests: %s", len(api.Requests()), got)
	}
	api.Next(fakeapi.Fail("InternalError.InternalError"))
	boundless := int64(math.MaxInt64)
	if got := read(providerBlock{"max_retries": boundless, "max_requests_per_second": boundless, "request_timeout": "10s"}); got != "" {
		t.Errorf("without bounds: %s", got)
	}
	api.Next(fakeapi.Hang())
	start := time.Now()
	if got := read(providerBlock{"max_retries": 0, "request_timeout": "50ms"}); got == "" || time.Since(start) > 10*time.Second {
		t.Errorf("the attempt took %s: %s", time.Since(start), got)
	}
	start = time.Now()
	readAll(t.Context(), t, connected(t, providerBlock{"max_requests_per_second": 2}, env), 3)
	if took := time.Since(start); took < 500*time.Millisecond {
		t.Errorf("three requests at two a second took %s", took)
	}
}
