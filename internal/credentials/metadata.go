// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// DefaultMetadataURL is the metadata service of Tencent Cloud instances. The name
// resolves only on an instance.
//
// Source: https://cloud.tencent.com/document/product/213/4934
const DefaultMetadataURL = "http://metadata.tencentyun.com"

const (
	metadataRolePath = "/latest/meta-data/cam/security-credentials/"
	// metadataTimeout is generous for a service on the same host.
	metadataTimeout  = 3 * time.Second
	metadataAttempts = 2
	maxMetadata      = 64 << 10
)

// metadata is the instance metadata service.
type metadata struct {
	http *http.Client
	base string // "http://metadata.tencentyun.com"
	now  func() time.Time
}

// roleCredential is the service's response for a role.
type roleCredential struct {
	Code         string // "Success"
	TmpSecretID  string `json:"TmpSecretId"`
	TmpSecretKey string
	Token        string
	ExpiredTime  int64 // Unix time in seconds
}

// lease requests the credentials of a role, by default of the bound one.
func (m *metadata) lease(ctx context.Context, role string) (lease, error) {
	if role == "" {
		list, _, err := m.get(ctx, metadataRolePath)
		if err != nil {
			return lease{}, err
		}
		role, _, _ = strings.Cut(strings.TrimSpace(string(list)), "\n")
		if role = strings.TrimSpace(role); setting.CheckRoleName(role) != nil {
			return lease{}, m.fault("no role is bound to this instance. Bind one to it")
		}
	}
	body, now, err := m.get(ctx, metadataRolePath+url.PathEscape(role))
	if err != nil {
		return lease{}, err
	}
	var c roleCredential
	if json.Unmarshal(body, &c) != nil { // whose error could contain a secret
		return lease{}, m.fault("the response is not JSON with credentials")
	}
	switch {
	case c.Code != "Success" && isCode(c.Code):
		return lease{}, m.fault("the response has Code %q instead of \"Success\"", c.Code)
	case c.Code != "Success":
		return lease{}, m.fault("the response has no Code \"Success\"")
	case c.TmpSecretID == "" || c.TmpSecretKey == "" || c.Token == "" || c.ExpiredTime <= 0:
		return lease{}, m.fault("the response lacks a part of the credentials or their expiry")
	}
	return lease{
		Credential: tencentapi.Credential{SecretID: c.TmpSecretID, SecretKey: c.TmpSecretKey, Token: c.Token},
		life:       time.Unix(c.ExpiredTime, 0).Sub(now),
	}, nil
}

// isCode reports whether a code has the shape of one. Errors repeat no other text.
func isCode(code string) bool {
	return len(code) <= 64 && code != "" && strings.Trim(strings.ToLower(code), "abcdefghijklmnopqrstuvwxyz.") == ""
}

func (m *metadata) fault(reason string, args ...any) error {
	return fmt.Errorf("instance metadata service at %s: %s", m.base, fmt.Sprintf(reason, args...))
}

// get returns the response and the time by the service's clock. It tries twice:
// the service either responds at once or is not there.
func (m *metadata) get(ctx context.Context, path string) (body []byte, now time.Time, err error) {
	for range metadataAttempts {
		var again bool
		body, now, again, err = m.attempt(ctx, path)
		if ctx.Err() != nil {
			return nil, now, context.Cause(ctx)
		}
		if err == nil || !again {
			break
		}
	}
	return body, now, err
}

func (m *metadata) attempt(ctx context.Context, path string) (body []byte, now time.Time, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, metadataTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.base+path, http.NoBody)
	if err != nil {
		return nil, now, false, m.fault("not a usable URL")
	}
	res, err := m.http.Do(req)
	if err != nil {
		return nil, now, netfault.Attempts(netfault.Clean(err), metadataAttempts) > 1, m.fault("%s. It is available only on a Tencent Cloud instance", connectionFault(ctx, err))
	}
	defer func() { _ = res.Body.Close() }() // a failed close of a body that was read means nothing
	switch {
	case res.StatusCode == http.StatusNotFound:
		return nil, now, false, m.fault("it does not know the role (HTTP 404). Bind the role to the instance, or correct cam_role_name")
	case res.StatusCode != http.StatusOK:
		return nil, now, res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests, m.fault("it responded with HTTP %d", res.StatusCode)
	}
	if now, err = http.ParseTime(res.Header.Get("Date")); err != nil {
		now = m.now()
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, maxMetadata+1))
	switch {
	case err != nil:
		return nil, now, true, m.fault("the response was truncated")
	case len(body) > maxMetadata:
		return nil, now, false, m.fault("the response is longer than %d KiB", maxMetadata>>10)
	}
	return body, now, false, nil
}

func connectionFault(ctx context.Context, err error) string {
	if ctx.Err() != nil {
		return fmt.Sprintf("it did not respond within %s", metadataTimeout)
	}
	return netfault.Clean(err).Error()
}
