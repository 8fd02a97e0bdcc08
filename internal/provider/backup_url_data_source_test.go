// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const testURL = "data.tencentredis_backup_url.test"

func at(name string) tfjsonpath.Path { return tfjsonpath.New(name) }

func expect(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(testURL, at(attribute), value)
}

// signedURL matches a URL in the document's form, for one of its five files.
func signedURL(host string, shard int) knownvalue.Check {
	return knownvalue.StringRegexp(regexp.MustCompile(fmt.Sprintf(
		`^http://%s:\d+/251005863/redis/1001463/data/2019-03-07/-9527208-4633789-redis-server-4\.0\.8-1001463-ignore-%d-ignore\.rdb`+
			`\?sign=q-sign-algorithm%%3Dsha1%%26q-ak%%3D\w+%%26q-sign-time%%3D\d+%%3B\d+%%26q-key-time%%3D.*%%26q-signature%%3D[0-9a-f]{40}$`,
		regexp.QuoteMeta(host), shard)))
}

// TestAccBackupURL_documentExample reads the example of the API's document and
// compares every output.
func TestAccBackupURL_documentExample(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	api := newFake(t, fakeapi.Options{Now: func() time.Time { return now }, RateLimit: -1})
	var infos, urls, innerURLs, names []knownvalue.Check
	for i, size := range []int64{1264547, 1278586, 1467647, 1264987, 1268499} {
		name := knownvalue.StringExact(fmt.Sprintf("9527208-4633789-redis-server-4.0.8-1001463-ignore-%d-ignore.rdb", i+1))
		url, inner := signedURL("127.0.0.1", i+1), signedURL("localhost", i+1)
		infos = append(infos, knownvalue.ObjectExact(map[string]knownvalue.Check{
			"file_name": name, "file_size": knownvalue.Int64Exact(size), "download_url": url, "inner_download_url": inner,
		}))
		names, urls, innerURLs = append(names, name), append(urls, url), append(innerURLs, inner)
	}
	checks := []statecheck.StateCheck{
		expect("instance_id", knownvalue.StringExact("crs-4y9t57vt")),
		expect("backup_id", knownvalue.StringExact("678362566696298532848117")),
		expect("region", knownvalue.StringExact("ap-chengdu")),
		expect("limit_type", knownvalue.Null()),
		expect("backup_infos", knownvalue.ListExact(infos)),
		expect("download_url", knownvalue.ListExact(urls)),
		expect("inner_download_url", knownvalue.ListExact(innerURLs)),
		expect("filenames", knownvalue.ListExact(names)),
		expect("request_id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`))),
		// The first file was signed two seconds before the last.
		expect("expires_at", knownvalue.StringExact("2026-11-24T14:00:58Z")),
		statecheck.ExpectSensitiveValue(testURL, at("backup_infos").AtSliceIndex(0).AtMapKey("download_url")),
	}
	// Names and sizes are not sensitive.
	config := api.withProvider(documentBackup("")) + `
output "sizes" {
  value = { for f in data.tencentredis_backup_url.test.backup_infos : f.file_name => f.file_size }
}
output "filenames" { value = data.tencentredis_backup_url.test.filenames }
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
	api.assertRequests(t, "ap-chengdu", `{"BackupId":"678362566696298532848117","InstanceId":"crs-4y9t57vt"}`)
	if client := api.Requests()[0].RequestClient; !strings.HasPrefix(client, "terraform-provider-tencentredis test; Terraform 1.") {
		t.Errorf("RequestClient is %q", client)
	}
}

// assertRequests compares all requests, and fails if there are none.
func (f fake) assertRequests(t *testing.T, region, body string) {
	t.Helper()
	var want object
	if err := json.Unmarshal([]byte(body), &want); err != nil {
		t.Fatal(err)
	}
	bodies := f.requests(t, "DescribeBackupUrl")
	if len(bodies) == 0 || len(bodies) != len(f.Requests()) {
		t.Fatalf("%d of %d requests are for URLs", len(bodies), len(f.Requests()))
	}
	for i, r := range f.Requests() {
		if r.Version != "2018-04-12" || r.Region != region || r.Language != "en-US" {
			t.Errorf("version %s, region %s, language %s", r.Version, r.Region, r.Language)
		}
		if diff := cmp.Diff(want, bodies[i]); diff != "" {
			t.Errorf("request (-want +got):\n%s", diff)
		}
	}
}

// TestBackupURL_request: every argument reaches the API, and stays in the state.
func TestBackupURL_request(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	config := object{
		"instance_id": fakeapi.ElsewhereInstanceID, "backup_id": fakeapi.ElsewhereBackupID, "region": "ap-guangzhou",
		"limit_type": "Customize", "vpc_comparison_symbol": "In", "ip_comparison_symbol": "NotIn",
		"limit_vpc": list(object{"region": "ap-guangzhou", "vpc_list": list("vpc-1", "vpc-2")}, object{"region": "ap-shanghai", "vpc_list": list("vpc-1")}),
		"limit_ip":  list("10.1.1.12", "10.1.2.0/24"), "wait_for_available": true, "timeouts": object{"read": "1m"},
	}
	state, diags := api.session(t, nil).read("tencentredis_backup_url", config)
	if len(diags) > 0 || len(state["backup_infos"].([]any)) != 1 {
		t.Fatalf("diagnostics %v, state %v", diags, state)
	}
	for name, want := range config {
		if diff := cmp.Diff(want, state[name]); diff != "" {
			t.Errorf("%s in the state (-want +got):\n%s", name, diff)
		}
	}
	api.assertRequests(t, "ap-guangzhou", fmt.Sprintf(`{
  "InstanceId": %q, "BackupId": %q, "LimitType": "Customize", "VpcComparisonSymbol": "In", "IpComparisonSymbol": "NotIn",
  "LimitVpc": [{"Region": "ap-guangzhou", "VpcList": ["vpc-1", "vpc-2"]}, {"Region": "ap-shanghai", "VpcList": ["vpc-1"]}],
  "LimitIp": ["10.1.1.12", "10.1.2.0/24"]}`, fakeapi.ElsewhereInstanceID, fakeapi.ElsewhereBackupID))
}

// TestBackupURL_names: any name that the API returns reaches the state unchanged.
func TestBackupURL_names(t *testing.T) {
	t.Parallel()
	names := []string{"备份-😀.rdb", "a\tb\u0000c\u001b[31m.rdb", "${upper(\"x\")}%{if}.rdb", "\"quoted\"\\.rdb", strings.Repeat("n", 4096), "\u202ereversed", "../../etc/passwd"}
	files := make([]fakeapi.File, len(names))
	for i, name := range names {
		files[i] = fakeapi.NewFile(name, int64(i)<<31)
		files[i].Key = fmt.Sprintf("key-%d.rdb", i)
	}
	api := newFake(t, fakeapi.Options{Instances: []fakeapi.Instance{{ID: "crs-names", Region: fakeapi.DocumentRegion, Backups: []fakeapi.Backup{{ID: "1", Files: files}}}}})
	state, diags := api.session(t, nil).read("tencentredis_backup_url", object{"instance_id": "crs-names", "backup_id": "1"})
	if len(diags) > 0 || len(state["backup_infos"].([]any)) != len(names) {
		t.Fatalf("diagnostics %v, state %v", diags, state)
	}
	for i, name := range names {
		info := state["backup_infos"].([]any)[i].(object)
		if info["file_name"] != name || info["file_size"] != int64(i)<<31 || state["filenames"].([]any)[i] != name {
			t.Errorf("file %d is %v, want %q of %d bytes", i, info, name, int64(i)<<31)
		}
	}
}

// wrapped matches a text however Terraform breaks its lines.
func wrapped(expression string) *regexp.Regexp {
	return regexp.MustCompile("(?s)" + strings.ReplaceAll(expression, " ", `[\s│]+`))
}
