// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestRead_interrupted: a read ends at once when Ctrl-C comes, whatever it waits
// for, and leaves no goroutine behind: synctest fails if one is left.
func TestRead_interrupted(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault fakeapi.Fault
		opts  []tencentapi.Option
		wait  bool
	}{
		"response":    {fault: fakeapi.Hang()},
		"Retry-After": {fault: fakeapi.HTTPError(http.StatusServiceUnavailable).And(fakeapi.Header("Retry-After", "60"))},
		"backoff":     {fault: fakeapi.Fail("InternalError"), opts: []tencentapi.Option{tencentapi.WithBackoff(time.Hour, time.Hour)}},
		"pacing":      {fault: fakeapi.Fail("RequestLimitExceeded"), opts: []tencentapi.Option{tencentapi.WithMaxRequestsPerSecond(1), tencentapi.WithMaxRetries(1000)}},
		"backup":      {wait: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				api := fake{Server: fakeapi.New(fakeapi.Options{}), url: "http://127.0.0.1"}
				if !tt.wait {
					api.Always(tt.fault)
				}
				data := api.configured(t, append(tt.opts, tencentapi.WithTransport(inMemory{api.Server}))...)
				data.pollInterval = time.Hour
				m := documentModel()
				if tt.wait {
					m.InstanceID, m.BackupID = types.StringValue(fakeapi.StatusesInstanceID), types.StringValue(fakeapi.ExportingBackupID)
					m.WaitForAvailable = types.BoolValue(true)
				}
				ctx, interrupt := context.WithCancel(t.Context())
				time.AfterFunc(3500*time.Millisecond, interrupt)
				start := time.Now()
				diags := m.read(ctx, data)
				if took := time.Since(start); took != 3500*time.Millisecond {
					t.Errorf("it ended after %s, want 3.5s", took)
				}
				if len(diags) != 1 || !strings.Contains(diags[0].Detail(), "It was interrupted.") {
					t.Errorf("diagnostics are %v", diags)
				}
			})
		})
	}
}
