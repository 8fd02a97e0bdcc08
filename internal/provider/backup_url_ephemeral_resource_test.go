// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestBackupURL_twins: blocks that share arguments agree on their types,
// descriptions, and sensitivity.
func TestBackupURL_twins(t *testing.T) {
	t.Parallel()
	schemas := serve(t, nil).schemas
	byName := func(attributes []*tfprotov6.SchemaAttribute) map[string]*tfprotov6.SchemaAttribute {
		all := map[string]*tfprotov6.SchemaAttribute{}
		for _, a := range attributes {
			all[a.Name] = a
		}
		return all
	}
	data := byName(schemas.DataSourceSchemas["tencentredis_backup_url"].Block.Attributes)
	ephemeral := byName(schemas.EphemeralResourceSchemas["tencentredis_backup_url"].Block.Attributes)
	if diff := cmp.Diff(data, ephemeral); diff != "" || len(data) != 17 {
		t.Errorf("%d attributes (-data source +ephemeral resource):\n%s", len(data), diff)
	}
	resource := byName(schemas.ResourceSchemas[downloadName].Block.Attributes)
	action := byName(schemas.ActionSchemas[downloadName].Schema.Block.Attributes)
	for block, tt := range map[string]struct {
		attributes, like map[string]*tfprotov6.SchemaAttribute
		own              []string
	}{
		"resource": {resource, data, []string{"check_on_refresh", "connections", "delete_on_destroy", "directory", "files", "fingerprint", "first_byte_timeout", "idle_timeout", "network", "path", "timeouts"}},
		"action":   {action, resource, []string{"region", "timeouts"}}, // an action computes nothing
	} {
		var own []string
		for _, name := range slices.Sorted(maps.Keys(tt.attributes)) {
			if slices.Contains(tt.own, name) {
				own = append(own, name)
			} else if diff := cmp.Diff(tt.like[name], tt.attributes[name]); diff != "" {
				t.Errorf("%s of the %s (-like +is):\n%s", name, block, diff)
			}
		}
		if diff := cmp.Diff(tt.own, own); diff != "" {
			t.Errorf("attributes of the %s alone (-want +got):\n%s", block, diff)
		}
	}
	if len(action) != 15 {
		t.Errorf("the action has %d arguments, want 15", len(action))
	}
}

// TestAccEphemeralBackupURL reads the document's example, and an echo provider
// puts the result into a state.
func TestAccEphemeralBackupURL(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	protocol6 := factories()
	protocol6["echo"] = echoprovider.NewProviderServer()
	echoed := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("echo.test", tfjsonpath.New("data").AtMapKey(attribute), value)
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{ephemeralNeeds},
		ProtoV6ProviderFactories: protocol6,
		Steps: []resource.TestStep{{
			Config: api.withProvider(strings.Replace(documentBackup(`limit_type = "NoLimit"`), "data", "ephemeral", 1)) + `
provider "echo" { data = ephemeral.tencentredis_backup_url.test }
resource "echo" "test" {}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				echoed("region", knownvalue.StringExact(fakeapi.DocumentRegion)),
				echoed("limit_type", knownvalue.StringExact("NoLimit")),
				echoed("backup_infos", knownvalue.ListSizeExact(5)),
				echoed("expires_at", knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`))),
				echoed("fingerprint", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{64}$`))),
				echoed("request_id", knownvalue.NotNull()),
			},
		}},
	})
	api.assertRequests(t, fakeapi.DocumentRegion, `{"InstanceId": "crs-4y9t57vt", "BackupId": "678362566696298532848117", "LimitType": "NoLimit"}`)
}
