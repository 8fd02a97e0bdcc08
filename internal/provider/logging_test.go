// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestMaskSecrets: everything that makes a URL or a request usable is masked, in
// each form.
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

// TestMaskSecrets_everywhere: each operation masks secrets in its log.
func TestMaskSecrets_everywhere(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(session) []*tfprotov6.Diagnostic{
		"URLs": func(s session) []*tfprotov6.Diagnostic { _, diags := s.readDocument(); return diags },
		"backups": func(s session) []*tfprotov6.Diagnostic {
			_, diags := s.read("tencentredis_backups", object{})
			return diags
		},
		"ephemeral": func(s session) []*tfprotov6.Diagnostic {
			const name = "tencentredis_backup_url"
			config := s.dynamic(s.schema("ephemeral."+name).ValueType(), object{"instance_id": fakeapi.DocumentInstanceID, "backup_id": fakeapi.DocumentBackupID})
			resp, err := s.OpenEphemeralResource(s.ctx, &tfprotov6.OpenEphemeralResourceRequest{TypeName: name, Config: config})
			if err != nil {
				t.Error(err)
			}
			return resp.Diagnostics
		},
		"plan": func(s session) []*tfprotov6.Diagnostic {
			_, diags := s.plan(nil, downloadConfig("d", nil))
			return diags
		},
		"apply": func(s session) []*tfprotov6.Diagnostic {
			_, diags := s.change(nil, downloadConfig(s.t.TempDir(), nil))
			return diags
		},
		"create": func(s session) []*tfprotov6.Diagnostic { return s.invoke(s.ctx, createName, createConfig(nil)).diags },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log lockedBuffer
			s := newFake(t, fakeapi.Options{RateLimit: -1, BackupTime: -1}).session(t, nil, tencentapi.WithLogger(func(ctx context.Context, _ string, _ map[string]any) {
				tflog.Trace(ctx, "it should not, but logs "+fakeapi.DefaultSecretKey, map[string]any{"key": fakeapi.DefaultSecretKey})
			}))
			s.ctx = tflogtest.RootLogger(t.Context(), &log)
			if diags := run(s); len(diags) > 0 {
				t.Fatal(diags[0].Detail)
			}
			if got := log.String(); strings.Contains(got, fakeapi.DefaultSecretKey) || !strings.Contains(got, "logs ***") {
				t.Errorf("the log is\n%s", got)
			}
		})
	}
}
