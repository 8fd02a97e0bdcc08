// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// schema returns the schema of a block, such as "data.TYPE".
func (s session) schema(block string) *tfprotov6.Schema {
	s.t.Helper()
	kind, name, _ := strings.Cut(block, ".")
	switch kind {
	case "data":
		return s.schemas.DataSourceSchemas[name]
	case "ephemeral":
		return s.schemas.EphemeralResourceSchemas[name]
	case "resource":
		return s.schemas.ResourceSchemas[name]
	case "action":
		return s.schemas.ActionSchemas[name].Schema
	}
	return s.schemas.Provider
}

// validate returns the diagnostics of a block's configuration.
func (s session) validate(block string, values object) (diags []*tfprotov6.Diagnostic) {
	s.t.Helper()
	kind, name, _ := strings.Cut(block, ".")
	config := s.dynamic(s.schema(block).ValueType(), values)
	var err error
	switch kind {
	case "data":
		var resp *tfprotov6.ValidateDataResourceConfigResponse
		resp, err = s.ValidateDataResourceConfig(s.ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: config})
		diags = resp.Diagnostics
	case "ephemeral":
		var resp *tfprotov6.ValidateEphemeralResourceConfigResponse
		resp, err = s.ValidateEphemeralResourceConfig(s.ctx, &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: name, Config: config})
		diags = resp.Diagnostics
	case "resource":
		var resp *tfprotov6.ValidateResourceConfigResponse
		resp, err = s.ValidateResourceConfig(s.ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: config})
		diags = resp.Diagnostics
	case "action":
		var resp *tfprotov6.ValidateActionConfigResponse
		resp, err = s.ValidateActionConfig(s.ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: config})
		diags = resp.Diagnostics
	default:
		var resp *tfprotov6.ValidateProviderConfigResponse
		resp, err = s.ValidateProviderConfig(s.ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
		diags = resp.Diagnostics
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return diags
}

// errorsOf returns the details of errors, without warnings.
func errorsOf(diags []*tfprotov6.Diagnostic) (details []string) {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			details = append(details, d.Detail)
		}
	}
	return details
}

// invalid is a value of an argument, and a part of the error that it causes.
type invalid struct {
	config object
	want   string
}

// The arguments that several blocks share.
var (
	invalidURLs = []invalid{
		{object{"instance_id": "ins-1"}, `instance_id: must begin with "crs-", like "crs-4y9t57vt"; got "ins-1"`},
		{object{"backup_id": " "}, "backup_id: must not be empty."},
		{object{"region": "Chengdu"}, `region: must be a region; got "Chengdu". Did you mean "ap-chengdu"?`},
		{object{"limit_type": "bogus"}, `limit_type: must be NoLimit, LimitOnlyIntranet, or Customize; got "bogus"`},
		{object{"vpc_comparison_symbol": "NotIn"}, `vpc_comparison_symbol: must be In; got "NotIn"`},
		{object{"ip_comparison_symbol": "in"}, `ip_comparison_symbol: must be In or NotIn; got "in"`},
		{object{"limit_type": "Customize"}, "requires limit_vpc or limit_ip"},
		{object{"limit_ip": list()}, "limit_ip list must contain at least 1 elements"},
		{object{"limit_ip": list("10.1.1.9/24")}, `limit_ip[0]: must be a CIDR block that begins at its first address`},
		{object{"limit_vpc": list()}, "limit_vpc list must contain at least 1 elements"},
		{object{"limit_vpc": list(nil)}, "contains a null value"},
		{limitVPC("x", "vpc-1"), `limit_vpc[0].region: must be a region`},
		{limitVPC("ap-chengdu"), "limit_vpc[0].vpc_list list must contain at least 1 elements"},
		{limitVPC("ap-chengdu", nil), "contains a null value"},
		{limitVPC("ap-chengdu", "vpc1"), `limit_vpc[0].vpc_list[0]: must begin with "vpc-"`},
	}
	invalidDownloads = append([]invalid{
		{object{"directory": ""}, "directory: must not be empty"},
		{object{"directory": "~/backups"}, `directory: must not begin with ~; use pathexpand("~/backups")`},
		{object{"directory": "~other"}, "directory: must not begin with ~; for a directory of that name, begin with ./"},
		{object{"connections": 0}, "connections: must be between 1 and 32; got 0."},
		{object{"connections": 33}, "connections: must be between 1 and 32; got 33."},
		{object{"first_byte_timeout": "0s"}, "first_byte_timeout: must be greater than zero"},
		{object{"idle_timeout": "1"}, "idle_timeout: must be a duration"},
		{object{"network": "vpn"}, `network: must be internet or internal; got "vpn"`},
	}, invalidURLs...)
	invalidFilters = []invalid{
		{object{"instance_id": "x"}, `instance_id: must begin with "crs-"`},
		{object{"instance_name": ""}, "instance_name: must not be empty; leave it out"},
		{object{"begin_time": "2026-11-20"}, `begin_time: must be a time in RFC 3339`},
		{object{"end_time": "2026-11-20"}, `end_time: must be a time in RFC 3339`},
		{object{"begin_time": "2026-11-20T18:00:00Z", "end_time": "2026-11-20T17:00:00Z"}, `end_time ("2026-11-20T17:00:00Z") is before begin_time`},
		{object{"status": list("deleted", "done")}, `must be in_use, normal, exporting, exported, expired, or deleted; got "done"`},
		{object{"status": list()}, "status set must contain at least 1 elements"},
		{object{"remark": ""}, "remark: must not be empty; leave it out"},
		{object{"backup_type": "1"}, `backup_type: must be automatic or manual; got "1"`},
		{object{"region": "x"}, "region: must be a region"},
		{timeout("read", "-5m"), `timeouts.read: must be greater than zero; got "-5m"`},
	}
)

func limitVPC(region string, ids ...any) object {
	return object{"limit_vpc": list(object{"region": region, "vpc_list": list(ids...)})}
}

func timeout(operation, limit string) object { return object{"timeouts": object{operation: limit}} }

// TestValidate checks that each argument of each block has its validator. What a
// validator accepts is tested in setting and config, and rules between
// arguments in TestBackupURLRules and TestTimeSpanRule.
func TestValidate(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	backup := object{"instance_id": fakeapi.DocumentInstanceID, "backup_id": fakeapi.DocumentBackupID}
	download := merge(backup, object{"directory": "d"})
	for block, tt := range map[string]struct {
		valid   object
		invalid []invalid
	}{
		"data.tencentredis_backup_url":          {backup, append([]invalid{{timeout("read", "soon"), `timeouts.read: must be a duration, like "90s" or "1h30m"; got "soon"`}}, invalidURLs...)},
		"ephemeral.tencentredis_backup_url":     {backup, append([]invalid{{timeout("read", "0s"), `timeouts.read: must be greater than zero; got "0s"`}}, invalidURLs...)},
		"resource.tencentredis_backup_download": {download, append([]invalid{{timeout("create", "0s"), "timeouts.create: must be"}, {timeout("update", "0s"), "timeouts.update: must be"}, {timeout("delete", "0s"), "timeouts.delete: must be"}}, invalidDownloads...)},
		"action.tencentredis_backup_download":   {download, append([]invalid{{timeout("invoke", "0s"), "timeouts.invoke: must be"}}, invalidDownloads...)},
		"data.tencentredis_backups":             {object{}, invalidFilters},
		"data.tencentredis_backup":              {object{}, append([]invalid{{object{"backup_id": ""}, "backup_id: must not be empty; leave it out"}}, invalidFilters...)},
		"resource.tencentredis_final_backup":    {object{"instance_id": fakeapi.DocumentInstanceID, "directory": "d"}, []invalid{{object{"storage_days": 0}, "storage_days: must be"}}},
		"action.tencentredis_backup_create": {object{"instance_id": fakeapi.DocumentInstanceID, "storage_days": 1825}, []invalid{
			{object{"instance_id": "redis-1"}, `instance_id: must begin with "crs-"`},
			{object{"region": "chengdu"}, "region: must be a region"},
			{object{"storage_days": 0}, "storage_days: must be between 1 and 1825; got 0."},
			{object{"storage_days": 1826}, "storage_days: must be between 1 and 1825; got 1826."},
			{timeout("invoke", "0s"), "timeouts.invoke: must be"},
		}},
		"provider.": {object{}, []invalid{
			{object{"protocol": "FTP"}, `protocol: must be HTTPS or HTTP; got "FTP"`},
			{object{"assume_role": object{"role_arn": "reader"}}, `assume_role.role_arn: must be the ARN of a role`},
			{object{"allowed_account_ids": list()}, `allowed_account_ids set must contain at least 1 elements`},
			{object{"allowed_account_ids": list("1"), "forbidden_account_ids": list("2")}, "cannot be configured together"},
			{object{"assume_role_with_saml": object{}, "assume_role_with_web_identity": object{}}, "cannot be configured together"},
		}},
	} {
		if diags := s.validate(block, tt.valid); len(diags) > 0 {
			t.Errorf("%s: a valid block is refused: %s", block, diags[0].Detail)
		}
		later := object{}
		for _, a := range s.schema(block).Block.Attributes {
			if a.Required || a.Optional {
				later[a.Name] = unknown{}
			}
			if a.Type != nil && a.Type.Is(tftypes.Number) && a.Optional {
				tt.invalid = append(tt.invalid, invalid{object{a.Name: 1.5}, a.Name + ": must be a whole number."})
			}
		}
		if diags := s.validate(block, later); len(diags) > 0 {
			t.Errorf("%s: unknown values are refused: %s", block, diags[0].Detail)
		}
		for _, wrong := range tt.invalid {
			got := errorsOf(s.validate(block, merge(tt.valid, wrong.config)))
			if len(got) != 1 || !strings.Contains(got[0], wrong.want) {
				t.Errorf("%s with %v: errors are %q, want %q", block, wrong.config, got, wrong.want)
			}
		}
	}
}
