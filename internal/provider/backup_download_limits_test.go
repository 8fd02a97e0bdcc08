// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestBackupDownload_limits: max_retries counts for downloads, and each wait has an
// argument.
func TestBackupDownload_limits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault fakeapi.Fault
		more  object
		want  string
	}{
		// With several connections, a refusal is first taken for one too many.
		"max_retries":        {fakeapi.HTTPError(503).OnFiles(), object{"connections": 1}, "HTTP status: 503"},
		"first_byte_timeout": {fakeapi.Hang().OnFiles(), object{"first_byte_timeout": "50ms"}, "first_byte_timeout"},
		"idle_timeout":       {fakeapi.HangBody().OnFiles(), object{"idle_timeout": "50ms"}, "idle_timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			s := api.session(t, nil)
			if diags := s.configure(object{"max_retries": 0}); len(diags) > 0 {
				t.Fatal(diags[0].Detail)
			}
			api.Always(tt.fault)
			_, diags := s.change(nil, downloadConfig(t.TempDir(), merge(timeout("create", "20s"), tt.more)))
			if len(diags) != 1 || !strings.Contains(diags[0].Detail, tt.want) || len(api.Downloads()) > 5 {
				t.Errorf("%d downloads of 5 files; diagnostics %v", len(api.Downloads()), diags)
				for _, d := range diags {
					t.Error(d.Detail)
				}
			}
		})
	}
}
