// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestTimeSpanRule: an end before its begin is refused, from the year 1 on; a
// bound that is missing or unknown is not.
func TestTimeSpanRule(t *testing.T) {
	t.Parallel()
	early, late := str("2026-11-20T17:00:00Z"), str("2026-11-20T18:00:00Z")
	first, second := str("0001-01-01T00:00:00Z"), str("0001-01-01T00:00:01Z")
	null, unknown := tftypes.NewValue(tftypes.String, nil), tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	for name, tt := range map[string]struct {
		begin, end tftypes.Value
		want       string
	}{
		"in order":       {early, late, ""},
		"the same":       {late, late, ""},
		"other offset":   {early, str("2026-11-21T01:30:00+08:00"), ""},
		"backwards":      {late, early, `end_time ("2026-11-20T17:00:00Z") is before begin_time ("2026-11-20T18:00:00Z"). Swap them, or leave one out.`},
		"year 1":         {second, first, `end_time ("0001-01-01T00:00:00Z") is before begin_time ("0001-01-01T00:00:01Z"). Swap them, or leave one out.`},
		"no begin":       {null, early, ""},
		"no end":         {late, null, ""},
		"neither":        {null, null, ""},
		"unknown begin":  {unknown, early, ""},
		"unknown end":    {late, unknown, ""},
		"both unknown":   {unknown, unknown, ""},
		"left to schema": {str("tomorrow"), early, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := schema.Schema{Attributes: backupFilterAttributes()}
			config := tfsdk.Config{Schema: s, Raw: rawConfig(t, s, map[string]tftypes.Value{"begin_time": tt.begin, "end_time": tt.end})}
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
