// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// TestMaskSecrets: the second fence holds, which the first keeps all else from.
func TestMaskSecrets(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	ctx := maskSecrets(tflogtest.RootLogger(t.Context(), &log), []string{"hunter2"})
	for _, text := range []string{
		"the key hunter2", "https://h/o?sign=q-ak%3Dhunter3", "https://h/o?q-sign-time=hunter4", "&q-signature=hunter5",
		"&x-cos-security-token=hunter6", "TC3-HMAC-SHA256 Credential=id, Signature=hunter7",
	} {
		tflog.Info(ctx, text)
		tflog.Info(ctx, "a field", map[string]any{"text": text})
	}
	if got := log.String(); strings.Contains(got, "hunter") || strings.Count(got, "***") != 12 {
		t.Errorf("the log holds a secret, or not all that it should:\n%s", got)
	}
}
