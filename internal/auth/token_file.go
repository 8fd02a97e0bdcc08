// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"context"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// maxFile is the maximum size of a file. Real ones have about ten KiB.
const maxFile = 1 << 20

// readTokenFile returns the value in a file, either bare, as Kubernetes and CI
// systems write it, or in a JSON object under key, like the official provider. Its
// error is a [*textfile.Error].
func readTokenFile(ctx context.Context, open textfile.OpenFunc, name, key string) (string, error) {
	return retryUnfinished(ctx, true, func() (string, error) { return readToken(open, name, key) })
}

func readToken(open textfile.OpenFunc, name, key string) (string, error) {
	data, err := textfile.Read(open, name, maxFile)
	if err == nil {
		err = textfile.CheckUTF8(name, data)
	}
	if err != nil {
		return "", err
	}
	value := string(bytes.TrimSpace(data))
	if strings.HasPrefix(value, "{") {
		var content struct {
			WebIdentityToken string `json:"web_identity_token"`
			RoleARN          string `json:"role_arn"`
		}
		if err := textfile.DecodeJSON(name, data, &content); err != nil {
			return "", err
		}
		value = strings.TrimSpace(content.WebIdentityToken)
		if key == "role_arn" {
			value = strings.TrimSpace(content.RoleARN)
		}
	}
	if value == "" {
		return "", &textfile.Error{File: name, Reason: "contains no " + key, Unfinished: true}
	}
	if err := setting.CheckWord(value); err != nil {
		return "", &textfile.Error{File: name, Reason: "must contain nothing but a " + key + ". It " + err.Error()}
	}
	return value, nil
}
