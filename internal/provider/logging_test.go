// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestMaskSecrets: the second fence masks everything that makes a URL or a
// request usable, in each form in which it may arrive.
func TestMaskSecrets(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a key":                   "the key hunter2",
		"merged":                  "https://h/o?sign=q-ak%3Dhunter2",
		"expanded":                "https://h/o?q-sign-time=hunter2",
		"signature alone":         "&q-signature=hunter2",
		"token alone":             "x-cos-security-token=hunter2",
		"token encoded":           "%26x-cos-security-token%3Dhunter2",
		"capitals":                "X-COS-Security-Token=hunter2&Q-SIGNATURE=hunter2",
		"without a scheme":        "b-1.cos.ap-chengdu.myqcloud.com/o?sign=hunter2",
		"in quotes":               `{"url":"h/o?q-ak=AKID&q-signature=hunter2"}`,
		"encoded once more":       "q-sign-algorithm%253Dsha1%2526q-ak%253Dhunter2",
		"authorization of an API": "TC3-HMAC-SHA256 Credential=id, Signature=hunter2",
	} {
		var log bytes.Buffer
		ctx := maskSecrets(tflogtest.RootLogger(t.Context(), &log), []string{"the key hunter2"})
		tflog.Info(ctx, text)
		tflog.Info(ctx, "a field", map[string]any{"text": text})
		if got := log.String(); strings.Contains(got, "hunter2") || strings.Count(got, "***") < 2 {
			t.Errorf("%s: the log holds a secret, or not all that it should:\n%s", name, got)
		}
	}
}

// TestRead_masksSecrets: whatever a read logs, its secrets are masked.
func TestRead_masksSecrets(t *testing.T) {
	t.Parallel()
	const secret = "hunter2hunter2"
	for name, read := range map[string]func(context.Context, *providerData) diag.Diagnostics{
		"URLs": func(ctx context.Context, data *providerData) diag.Diagnostics {
			m := documentModel()
			return m.read(ctx, data)
		},
		"backups": func(ctx context.Context, data *providerData) diag.Diagnostics {
			m := backupFilterModel{Status: types.SetNull(types.Int64Type), Timeouts: noTimeouts}
			_, diags := m.list(ctx, data)
			return diags
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			data := newFake(t, fakeapi.Options{}).configured(t, tencentapi.WithLogger(func(ctx context.Context, _ string, _ map[string]any) {
				tflog.Trace(ctx, "it should not, but says "+secret, map[string]any{"key": secret})
			}))
			data.secrets = []string{secret}
			if diags := read(tflogtest.RootLogger(t.Context(), &log), data); len(diags) > 0 {
				t.Fatal(diags)
			}
			if got := log.String(); strings.Contains(got, secret) || !strings.Contains(got, "says ***") {
				t.Errorf("the log is\n%s", got)
			}
		})
	}
}
