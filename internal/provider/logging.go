// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// maskSecrets masks secrets in the log. It is a second safeguard: the API client
// never logs a header, a body, or a URL.
func maskSecrets(ctx context.Context, secrets []string) context.Context {
	ctx = tflog.MaskLogStrings(ctx, secrets...)
	return tflog.MaskLogRegexes(ctx, tencentapi.Signatures())
}

// logSource logs where the credentials come from. Of a key, it logs at most the
// last four characters of the ID.
func logSource(ctx context.Context, s config.Settings) {
	ctx = tflog.MaskLogStrings(ctx, s.Secrets()...)
	tflog.Info(ctx, "Tencent Cloud credentials", map[string]any{"source": s.Plan.String()})
}
