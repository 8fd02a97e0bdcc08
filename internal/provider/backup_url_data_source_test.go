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
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const testURL = "data.tencentredis_backup_url.test"

func at(name string) tfjsonpath.Path { return tfjsonpath.New(name) }

func expect(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(testURL, at(attribute), value)
}

// signedURL is a URL in the document's form, for one of its five files.
func signedURL(host string, shard int) knownvalue.Check {
	return knownvalue.StringRegexp(regexp.MustCompile(fmt.Sprintf(
		`^http://%s:\d+/251005863/redis/1001463/data/2019-03-07/-9527208-4633789-redis-server-4\.0\.8-1001463-ignore-%d-ignore\.rdb`+
			`\?sign=q-sign-algorithm%%3Dsha1%%26q-ak%%3D\w+%%26q-sign-time%%3D\d+%%3B\d+%%26q-key-time%%3D.*%%26q-signature%%3D[0-9a-f]{40}$`,
		regexp.QuoteMeta(host), shard)))
}

// TestAccBackupURL_documentExample reads the example of the API's document and
// compares every output whole.
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
		expect("vpc_comparison_symbol", knownvalue.Null()),
		expect("ip_comparison_symbol", knownvalue.Null()),
		expect("limit_vpc", knownvalue.Null()),
		expect("limit_ip", knownvalue.Null()),
		expect("backup_infos", knownvalue.ListExact(infos)),
		expect("download_url", knownvalue.ListExact(urls)),
		expect("inner_download_url", knownvalue.ListExact(innerURLs)),
		expect("filenames", knownvalue.ListExact(names)),
		expect("request_id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`))),
		// Six hours and a minute after the first file was signed, two seconds
		// before the last: the document's URLs differ so, and the first ends first.
		expect("expires_at", knownvalue.StringExact("2026-11-24T14:00:58Z")),
		statecheck.ExpectSensitiveValue(testURL, at("download_url")),
		statecheck.ExpectSensitiveValue(testURL, at("inner_download_url")),
	}
	for i := range infos {
		file := at("backup_infos").AtSliceIndex(i)
		checks = append(checks,
			statecheck.ExpectSensitiveValue(testURL, file.AtMapKey("download_url")),
			statecheck.ExpectSensitiveValue(testURL, file.AtMapKey("inner_download_url")))
	}
	// Names and sizes are no secret: they may be outputs without being marked.
	config := api.withProvider(documentBackup("")) + `
output "sizes" {
  value = { for f in data.tencentredis_backup_url.test.backup_infos : f.file_name => f.file_size }
}
output "filenames" { value = data.tencentredis_backup_url.test.filenames }
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
	for _, r := range api.Requests() {
		assertRequest(t, r, "ap-chengdu", `{"BackupId":"678362566696298532848117","InstanceId":"crs-4y9t57vt"}`)
		if !strings.HasPrefix(r.RequestClient, "terraform-provider-tencentredis test; Terraform 1.") {
			t.Errorf("RequestClient is %q", r.RequestClient)
		}
	}
}

// assertRequest compares what reached the wire, whole.
func assertRequest(t *testing.T, r fakeapi.Request, region, body string) {
	t.Helper()
	if r.Action != "DescribeBackupUrl" || r.Version != "2018-04-12" || r.Region != region || r.Language != "en-US" {
		t.Errorf("request is %s, version %s, region %s, language %s", r.Action, r.Version, r.Region, r.Language)
	}
	var got, want any
	if err := json.Unmarshal(r.Body, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(body), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request body (-want +got):\n%s", diff)
	}
}

// assertAsked fails where nothing reached the API: then nothing was compared.
func (f fake) assertAsked(t *testing.T, region, body string) {
	t.Helper()
	requests := f.Requests()
	if len(requests) == 0 {
		t.Fatal("no request reached the API")
	}
	for _, r := range requests {
		assertRequest(t, r, region, body)
	}
}

func TestAccBackupURL_everyInputReachesTheWire(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	config := api.withProvider(backupURL(fakeapi.ElsewhereInstanceID, fakeapi.ElsewhereBackupID, `
  region                = "ap-guangzhou"
  limit_type            = "Customize"
  vpc_comparison_symbol = "In"
  ip_comparison_symbol  = "NotIn"
  limit_vpc = [
    { region = "ap-guangzhou", vpc_list = ["vpc-1", "vpc-2"] },
    { region = "ap-shanghai", vpc_list = ["vpc-1"] },
  ]
  limit_ip = ["10.1.1.12", "10.1.2.0/24"]
`))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps: []resource.TestStep{{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			expect("region", knownvalue.StringExact("ap-guangzhou")),
			expect("limit_type", knownvalue.StringExact("Customize")),
			expect("vpc_comparison_symbol", knownvalue.StringExact("In")),
			expect("ip_comparison_symbol", knownvalue.StringExact("NotIn")),
			expect("limit_vpc", knownvalue.ListExact([]knownvalue.Check{
				knownvalue.ObjectExact(map[string]knownvalue.Check{
					"region":   knownvalue.StringExact("ap-guangzhou"),
					"vpc_list": knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("vpc-1"), knownvalue.StringExact("vpc-2")}),
				}),
				knownvalue.ObjectExact(map[string]knownvalue.Check{
					"region":   knownvalue.StringExact("ap-shanghai"),
					"vpc_list": knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("vpc-1")}),
				}),
			})),
			expect("limit_ip", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("10.1.1.12"), knownvalue.StringExact("10.1.2.0/24")})),
			expect("backup_infos", knownvalue.ListSizeExact(1)),
		}}},
	})
	api.assertAsked(t, "ap-guangzhou", fmt.Sprintf(`{
  "InstanceId": %q, "BackupId": %q, "LimitType": "Customize", "VpcComparisonSymbol": "In", "IpComparisonSymbol": "NotIn",
  "LimitVpc": [{"Region": "ap-guangzhou", "VpcList": ["vpc-1", "vpc-2"]}, {"Region": "ap-shanghai", "VpcList": ["vpc-1"]}],
  "LimitIp": ["10.1.1.12", "10.1.2.0/24"]}`, fakeapi.ElsewhereInstanceID, fakeapi.ElsewhereBackupID))
}

// TestAccBackupURL_oddities: what the API does not tell is null, or the list it
// sent, through to the state, and what it tells is there to the last digit.
func TestAccBackupURL_oddities(t *testing.T) {
	t.Parallel()
	null, empty := knownvalue.Null(), knownvalue.ListExact(nil)
	someURL := knownvalue.StringRegexp(regexp.MustCompile(`^http://`))
	file := func(name, size, url, inner knownvalue.Check) knownvalue.Check {
		return knownvalue.ObjectExact(map[string]knownvalue.Check{
			"file_name": name, "file_size": size, "download_url": url, "inner_download_url": inner,
		})
	}
	anyName, anySize := knownvalue.StringRegexp(regexp.MustCompile(`\.rdb$`)), knownvalue.NotNull()
	named := func(name string) knownvalue.Check {
		return file(knownvalue.StringExact(name), knownvalue.Int64Exact(4096), someURL, someURL)
	}
	sized := func(size int64) knownvalue.Check { return file(anyName, knownvalue.Int64Exact(size), someURL, someURL) }
	list := func(elements ...knownvalue.Check) knownvalue.Check { return knownvalue.ListExact(elements) }

	tests := map[string]map[string]knownvalue.Check{
		fakeapi.NullBackupID:      {"backup_infos": empty, "filenames": empty, "download_url": empty, "inner_download_url": empty, "expires_at": null},
		fakeapi.EmptyBackupID:     {"backup_infos": empty, "filenames": empty, "download_url": empty, "inner_download_url": empty, "expires_at": null},
		fakeapi.NullNameBackupID:  {"backup_infos": list(file(anyName, anySize, someURL, someURL), file(null, anySize, someURL, someURL))},
		fakeapi.ZeroSizeBackupID:  {"backup_infos": list(file(anyName, knownvalue.Int64Exact(0), someURL, someURL))},
		fakeapi.NullSizeBackupID:  {"backup_infos": list(file(anyName, null, someURL, someURL))},
		fakeapi.NullURLBackupID:   {"backup_infos": list(file(anyName, anySize, null, null)), "expires_at": null},
		fakeapi.InnerOnlyBackupID: {"backup_infos": list(file(anyName, anySize, null, someURL)), "expires_at": knownvalue.NotNull()},
		fakeapi.InfosOnlyBackupID: {"backup_infos": knownvalue.NotNull(), "filenames": empty, "download_url": empty, "inner_download_url": empty, "expires_at": knownvalue.NotNull()},
		fakeapi.ListsOnlyBackupID: {"backup_infos": empty, "filenames": knownvalue.NotNull(), "download_url": knownvalue.NotNull(), "inner_download_url": knownvalue.NotNull(), "expires_at": knownvalue.NotNull()},
		fakeapi.UnevenListsBackupID: {
			"backup_infos": empty, "filenames": knownvalue.ListSizeExact(2), "download_url": list(someURL), "inner_download_url": empty, "expires_at": knownvalue.NotNull(),
		},
		fakeapi.LargeSizeBackupID:     {"backup_infos": list(sized(3 << 30))},
		fakeapi.HugeSizeBackupID:      {"backup_infos": list(sized(1<<53 + 1))},
		fakeapi.UnicodeNameBackupID:   {"backup_infos": list(named(fakeapi.UnicodeName))},
		fakeapi.ControlNameBackupID:   {"backup_infos": list(named(fakeapi.ControlName))},
		fakeapi.TraversalNameBackupID: {"backup_infos": list(named(fakeapi.TraversalName))},
	}
	for _, instance := range fakeapi.DocumentInstances() {
		for _, backup := range instance.Backups {
			if instance.ID == fakeapi.OdditiesInstanceID && tests[backup.ID] == nil {
				t.Errorf("nothing is expected of backup %s: %s", backup.ID, backup.Remark)
			}
		}
	}
	var config strings.Builder
	var checks []statecheck.StateCheck
	for backupID, outputs := range tests {
		name := "b" + backupID
		config.WriteString(strings.Replace(backupURL(fakeapi.OdditiesInstanceID, backupID, ""), `"test"`, `"`+name+`"`, 1))
		for attribute, value := range outputs {
			checks = append(checks, statecheck.ExpectKnownValue("data.tencentredis_backup_url."+name, at(attribute), value))
		}
	}
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps:                    []resource.TestStep{{Config: api.withProvider(config.String()), ConfigStateChecks: checks}},
	})
}

// TestAccBackupURL_unknown: ids and limits that are known only at apply pass
// validation and defer the read, and are validated then.
func TestAccBackupURL_unknown(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{RateLimit: -1})
	config := func(instance, vpc string) string {
		return api.withProvider(fmt.Sprintf(`
resource "terraform_data" "x" {
  input = { instance = %q, backup = %q, region = %q, type = "Customize", ip = "10.0.0.1", vpc = %q }
}
data "tencentredis_backup_url" "test" {
  instance_id          = terraform_data.x.output.instance
  backup_id            = terraform_data.x.output.backup
  region               = terraform_data.x.output.region
  limit_type           = terraform_data.x.output.type
  ip_comparison_symbol = "In"
  limit_ip             = [terraform_data.x.output.ip]
  limit_vpc            = [{ region = terraform_data.x.output.region, vpc_list = ["vpc-1", terraform_data.x.output.vpc] }]
}
`, instance, fakeapi.DocumentBackupID, fakeapi.DocumentRegion, vpc))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(nil),
		Steps: []resource.TestStep{
			{Config: config("redis-1", "vpc-2"), ExpectError: wrapped(`instance_id: must begin with "crs-"`)},
			{Config: config(fakeapi.DocumentInstanceID, "vpc-1"), ExpectError: regexp.MustCompile(`Duplicate VPC`)},
			{
				Config: config(fakeapi.DocumentInstanceID, "vpc-2"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(testURL, plancheck.ResourceActionRead),
					plancheck.ExpectUnknownValue(testURL, at("backup_infos")),
					plancheck.ExpectUnknownValue(testURL, at("expires_at")),
				}},
				ConfigStateChecks: []statecheck.StateCheck{expect("backup_infos", knownvalue.ListSizeExact(5))},
			},
		},
	})
	api.assertAsked(t, fakeapi.DocumentRegion, fmt.Sprintf(`{"InstanceId": %q, "BackupId": %q, "LimitType": "Customize", "IpComparisonSymbol": "In",
  "LimitIp": ["10.0.0.1"], "LimitVpc": [{"Region": "ap-chengdu", "VpcList": ["vpc-1", "vpc-2"]}]}`, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID))
}

// TestAccBackupURL_invalid: what the configuration alone shows to be wrong is
// told at plan time, and nothing is asked of the API.
func TestAccBackupURL_invalid(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	tests := map[string]struct{ config, want string }{
		"instance id without crs-": {backupURL("ins-1", "1", ""), `instance_id: must begin with "crs-", like "crs-4y9t57vt"; got "ins-1"`},
		"empty instance id":        {backupURL("", "1", ""), `instance_id: must begin with "crs-"`},
		"bare prefix":              {backupURL("crs-", "1", ""), `instance_id: must begin with "crs-"`},
		"empty backup id":          {backupURL("crs-1", "", ""), `backup_id: must not be empty\.`},
		"blank backup id":          {backupURL("crs-1", "  ", ""), `backup_id: must not be empty\.`},
		"empty region":             {documentBackup(`region = ""`), `region: must be a region, like "ap-guangzhou"; got ""`},
		"region in words":          {documentBackup(`region = "Chengdu"`), `region: must be a region; got "Chengdu". Did you mean "ap-chengdu"\?`},
		"bogus limit_type":         {documentBackup(`limit_type = "bogus"`), `limit_type: must be NoLimit, LimitOnlyIntranet, or Customize; got "bogus"`},
		"empty limit_type":         {documentBackup(`limit_type = ""`), `limit_type: must be NoLimit`},
		"VPC symbol":               {documentBackup(`vpc_comparison_symbol = "NotIn"`), `vpc_comparison_symbol: must be In; got "NotIn"`},
		"IP symbol":                {documentBackup(`ip_comparison_symbol = "in"`), `ip_comparison_symbol: must be In or NotIn; got "in". Did you mean "In"\?`},
		"Customize alone":          {documentBackup(`limit_type = "Customize"`), `requires limit_vpc or limit_ip`},
		"empty IP list":            {documentBackup("limit_type = \"Customize\"\nlimit_ip = []"), `limit_ip: must not be empty; leave it out`},
		"empty VPC list":           {documentBackup("limit_type = \"Customize\"\nlimit_vpc = []"), `limit_vpc: must not be empty; leave it out`},
		"empty VPCs":               {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ region = "ap-chengdu", vpc_list = [] }]`), `limit_vpc\[0\].vpc_list: must not be empty`},
		"empty VPC":                {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ region = "ap-chengdu", vpc_list = [""] }]`), `limit_vpc\[0\].vpc_list\[0\]: must begin with "vpc-", like "vpc-5xg9qpb1"; got ""`},
		"null VPC":                 {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ region = "ap-chengdu", vpc_list = [null] }]`), `limit_vpc\[0\].vpc_list\[0\]: must not be null`},
		"VPC without vpc-":         {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ region = "ap-chengdu", vpc_list = ["vpc1"] }]`), `vpc_list\[0\]: must begin with "vpc-", like "vpc-5xg9qpb1"; got "vpc1"`},
		"null VPC item":            {documentBackup("limit_type = \"Customize\"\nlimit_vpc = [null]"), `limit_vpc\[0\]: must not be null`},
		"VPC region":               {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ region = "x", vpc_list = ["vpc-1"] }]`), `limit_vpc\[0\].region: must be a region, like "ap-guangzhou"; got "x"`},
		"VPC without region":       {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ vpc_list = ["vpc-1"] }]`), `"region" is\s+required`},
		"VPC twice":                {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ region = "ap-chengdu", vpc_list = ["vpc-1", "vpc-1"] }]`), `The VPC "vpc-1" of region "ap-chengdu" is listed more than once`},
		"VPC in two items":         {documentBackup("limit_type = \"Customize\"\n" + `limit_vpc = [{ region = "ap-chengdu", vpc_list = ["vpc-1"] }, { region = "ap-chengdu", vpc_list = ["vpc-1"] }]`), `The VPC "vpc-1" of region "ap-chengdu" is listed more than once`},
		"IP twice":                 {documentBackup("limit_type = \"Customize\"\n" + `limit_ip = ["10.0.0.1", "10.0.0.1"]`), `Duplicate IP Address`},
		"host name as IP":          {documentBackup("limit_type = \"Customize\"\n" + `limit_ip = ["example.com"]`), `limit_ip\[0\]: must be an IPv4 address`},
		"IPv6":                     {documentBackup("limit_type = \"Customize\"\n" + `limit_ip = ["::1"]`), `limit_ip\[0\]: must be an IPv4 address`},
		"CIDR too long":            {documentBackup("limit_type = \"Customize\"\n" + `limit_ip = ["10.0.0.0/33"]`), `limit_ip\[0\]: must be an IPv4 address`},
		"CIDR with host bits":      {documentBackup("limit_type = \"Customize\"\n" + `limit_ip = ["10.1.1.9/24"]`), `got "10.1.1.9/24". Did you mean "10.1.1.0/24"\?`},
		"no timeout":               {documentBackup(`timeouts = { read = "0s" }`), `timeouts.read: must be greater than zero; got "0s"`},
		"timeout in words":         {documentBackup(`timeouts = { read = "soon" }`), `timeouts.read: must be a duration, like "90s" or "1h30m"; got "soon"`},
		"unknown argument":         {documentBackup(`result_output_file = "x"`), `Unsupported argument`},
		"missing arguments":        {`data "tencentredis_backup_url" "test" {}`, `The argument "(instance|backup)_id" is required`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(nil),
				Steps:                    []resource.TestStep{{Config: api.withProvider(tt.config), ExpectError: wrapped(tt.want), PlanOnly: true}},
			})
		})
	}
	t.Cleanup(func() {
		if n := len(api.Requests()); n != 0 {
			t.Errorf("%d requests reached the API", n)
		}
	})
}

// wrapped matches a text in terraform's boxes, which break lines at will.
func wrapped(expression string) *regexp.Regexp {
	return regexp.MustCompile("(?s)" + strings.ReplaceAll(expression, " ", `[\s│]+`))
}
