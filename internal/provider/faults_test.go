// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestRead_faults: a fault that passes is not noticed, and one that lasts ends in
// one error. Which faults pass is tested in tencentapi.
func TestRead_faults(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault    fakeapi.Fault
		want     string // of a lasting fault
		attempts int
	}{
		"throttled":      {fakeapi.Fail("RequestLimitExceeded"), "Code: RequestLimitExceeded", 3},
		"internal error": {fakeapi.Fail("FailedOperation.SystemError"), "Code: FailedOperation.SystemError", 3},
		"HTML":           {fakeapi.HTTPError(502), "Cause: Bad Gateway instead of a response from the API", 3},
		"forbidden":      {fakeapi.HTTPError(403), "Cause: Forbidden instead of a response from the API", 1},
		"redirect":       {fakeapi.Redirect(307, "http://127.0.0.1:1/?sign=x"), "Cause: Temporary Redirect instead of a response from the API", 1},
		"reset":          {fakeapi.Reset(), "The Redis API could not be reached", 3},
		"truncated":      {fakeapi.ResetBody(), "Cause: the response was truncated after ", 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{RateLimit: -1})
			data := api.configured(t, tencentapi.WithMaxRetries(2))
			api.Next(tt.fault)
			m := documentModel()
			if diags := m.read(t.Context(), data); tt.attempts > 1 && (len(diags) > 0 || len(m.BackupInfos) != 5) {
				t.Errorf("a passing fault causes %v", diags)
			}
			before := len(api.Requests())
			api.Always(tt.fault)
			diags := m.read(t.Context(), data)
			if len(diags) != 1 || !strings.Contains(diags[0].Detail(), tt.want) || strings.Contains(diags[0].Detail(), "sign=") {
				t.Errorf("diagnostics are %v, want one with %q", diags, tt.want)
			}
			if n := len(api.Requests()) - before; n != tt.attempts {
				t.Errorf("%d attempts, want %d", n, tt.attempts)
			}
		})
	}
}
