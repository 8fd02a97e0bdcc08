// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// official is the source address of the official provider, which tests do not install.
const official = "tencentcloudstack/tencentcloud"

// tryMigrating follows the guide, from a state with data sources of the official
// provider.
func tryMigrating(e *tryout) {
	e.withTools("sh")
	e.oldState()
	e.fail(official, "init", "-input=false")
	e.shell("forget.sh")
	e.migrates()

	e.expectSaved()

	if len(warnOldTerraform(e.cli.Version)) == 0 {
		e.write("main.tf", strings.ReplaceAll(string(e.read("main.tf")), "  sensitive = true\n", ""))
		e.fail("Output refers to sensitive values", "plan", "-input=false")
	}
}

// oldState writes the state of the guide's old configuration.
func (e *tryout) oldState() {
	e.t.Helper()
	var resources []string
	for _, name := range []string{"redis_backup", "redis_backup_download_info"} {
		resources = append(resources, fmt.Sprintf(`{"mode": "data", "type": "tencentcloud_%s", "name": "nightly",
			"provider": "provider[\"%s/%s\"]",
			"instances": [{"schema_version": 0, "attributes": {"id": "1", "instance_id": %q}}]}`,
			name, e.cli.Registry(), official, fakeapi.DocumentInstanceID))
	}
	e.write("terraform.tfstate", fmt.Sprintf(`{"version": 4, "terraform_version": "1.0.0", "serial": 1, "lineage": "old",
		"outputs": {"urls": {"value": ["https://old.example/1.rdb"], "type": ["list", "string"]}}, "resources": [%s]}`,
		strings.Join(resources, ",")))
}

// uninstall removes the providers that init installed.
func (e *tryout) uninstall() {
	e.t.Helper()
	for _, name := range []string{".terraform", ".terraform.lock.hcl"} {
		if err := os.RemoveAll(filepath.Join(e.dir, name)); err != nil {
			e.t.Fatal(err)
		}
	}
}

// migrates installs, plans, and applies: only outputs change, and the state no
// longer has the old data sources.
func (e *tryout) migrates() {
	e.t.Helper()
	e.succeed("init", "-input=false")
	if printed := e.succeed("plan", "-input=false"); !strings.Contains(printed, "Changes to Outputs:") || strings.Contains(printed, "Plan:") {
		e.t.Errorf("the plan changes more than outputs, or not these:\n%s", printed)
	}
	e.apply()
	if state := string(e.read("terraform.tfstate")); strings.Contains(state, "tencentcloud_") || !strings.Contains(state, "tencentredis_backup_url") {
		e.t.Error("the state still has the old data sources, or has no new ones")
	}
	requests := e.api.requests(e.t, "DescribeBackupUrl")
	want := map[string]any{
		"InstanceId": fakeapi.DocumentInstanceID, "BackupId": fakeapi.DocumentBackupID, "LimitType": "Customize",
		"VpcComparisonSymbol": "In", "LimitVpc": []any{map[string]any{"Region": "ap-chengdu", "VpcList": []any{"vpc-5xg9qpb1"}}},
		"IpComparisonSymbol": "In", "LimitIp": []any{"10.1.1.12"},
	}
	if diff := cmp.Diff(want, requests[len(requests)-1]); diff != "" {
		e.t.Errorf("request (-want +got):\n%s", diff)
	}
}

// expectSaved checks the file that replaces result_output_file.
func (e *tryout) expectSaved() {
	e.t.Helper()
	e.shell("save.sh")
	e.keepsPrivate("backup.json")
	var saved []map[string]any
	if err := json.Unmarshal(e.read("backup.json"), &saved); err != nil {
		e.t.Fatal(err)
	}
	var urls []string
	e.output("urls", true, &urls)
	sizes := documentSizes()
	for i, file := range saved {
		name, _ := file["file_name"].(string)
		if len(file) != 4 || file["file_size"] != float64(sizes[name]) || file["download_url"] != urls[i] || file["inner_download_url"] == "" {
			e.t.Errorf("a file is saved as %v", file)
		}
	}
	if len(saved) != len(sizes) {
		e.t.Errorf("%d files are saved, want %d", len(saved), len(sizes))
	}
}
