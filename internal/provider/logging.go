// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"regexp"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
)

// signatures matches the parts of signed URLs and requests that authorize them.
// It is compiled on first use, since many runs only need the schema.
var signatures = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(sign=|q-signature|q-sign-time|q-ak|x-cos-security-token|Signature=)\S*`)
})

// maskSecrets masks secrets in the log. It is a second safeguard: the API client
// never logs a header, a body, or a URL.
func maskSecrets(ctx context.Context, secrets []string) context.Context {
	ctx = tflog.MaskLogStrings(ctx, secrets...)
	return tflog.MaskLogRegexes(ctx, signatures())
}

// logSource logs where the credentials come from. Of a key, it logs at most the
// last four characters of the ID.
func logSource(ctx context.Context, s config.Settings) {
	ctx = tflog.MaskLogStrings(ctx, s.Secrets()...)
	tflog.Info(ctx, "Tencent Cloud credentials", map[string]any{"source": s.Plan.String()})
}
