// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// TestTimeSpanRule: an end before its begin is refused, from the year 1 on; a
// bound that is missing or unknown is not.
func TestTimeSpanRule(t *testing.T) {
	t.Parallel()
	early, late := "2026-11-20T17:00:00Z", "2026-11-20T18:00:00Z"
	first, second := "0001-01-01T00:00:00Z", "0001-01-01T00:00:01Z"
	later := unknown{}
	for name, tt := range map[string]struct {
		begin, end any
		want       string
	}{
		"in order":       {early, late, ""},
		"the same":       {late, late, ""},
		"other offset":   {early, "2026-11-21T01:30:00+08:00", ""},
		"backwards":      {late, early, `end_time ("2026-11-20T17:00:00Z") is before begin_time ("2026-11-20T18:00:00Z"). Swap them, or leave one out.`},
		"year 1":         {second, first, `end_time ("0001-01-01T00:00:00Z") is before begin_time ("0001-01-01T00:00:01Z"). Swap them, or leave one out.`},
		"no begin":       {nil, early, ""},
		"no end":         {late, nil, ""},
		"neither":        {nil, nil, ""},
		"unknown begin":  {later, early, ""},
		"unknown end":    {late, later, ""},
		"both unknown":   {later, later, ""},
		"left to schema": {"tomorrow", early, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := schema.Schema{Attributes: backupFilterAttributes()}
			config := tfsdk.Config{Schema: s, Raw: raw(t, s.Type().TerraformType(t.Context()), object{"begin_time": tt.begin, "end_time": tt.end})}
			var resp datasource.ValidateConfigResponse
			timeSpanRule{}.ValidateDataSource(t.Context(), datasource.ValidateConfigRequest{Config: config}, &resp)
			if tt.want == "" && len(resp.Diagnostics) == 0 {
				return
			}
			if got := strings.Join(describe(resp.Diagnostics), "; "); got != "Error end_time Invalid Time Span" || resp.Diagnostics[0].Detail() != tt.want {
				t.Errorf("diagnostics are %v, want %q", resp.Diagnostics, tt.want)
			}
		})
	}
}
