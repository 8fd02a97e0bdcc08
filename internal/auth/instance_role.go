// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
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

var camRoleName = setting.Argument{
	Path: "cam_role_name", Env: []string{"TENCENTCLOUD_CAM_ROLE_NAME"}, Check: checkRoleName,
	Description: "Name of the CAM role that is bound to the CVM instance Terraform runs on. Its credentials come from the instance metadata service.",
}

// instanceRole is a role that is bound to the CVM instance this runs on.
func instanceRole() kind {
	return kind{
		name:      "instance role",
		arguments: []setting.Argument{camRoleName},
		selectors: []setting.Argument{camRoleName},
		variables: []setting.Argument{camRoleName},
		open: func(f *finder, in setting.Place) *Source {
			return instanceRoleSource(f.Find(camRoleName).Text, in)
		},
	}
}

// instanceRoleSource returns the source of a role. The name defaults to that of the
// bound role.
func instanceRoleSource(name, where string) *Source {
	s := &Source{Name: "instance role (" + where + ")"}
	if name != "" {
		s.Name = "instance role " + name + " (" + where + ")"
	}
	s.open = func(c *Connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		m, err := c.metadata()
		if err != nil {
			return nil, err
		}
		return c.temporary(s.Name, func(ctx context.Context) (lease, error) { return m.lease(ctx, name) }), nil
	}
	return s
}

// DefaultMetadataURL is the metadata service of Tencent Cloud instances. The name
// resolves only on an instance.
//
// Source: https://cloud.tencent.com/document/product/213/4934
const DefaultMetadataURL = "http://metadata.tencentyun.com"

const (
	metadataRolePath = "/latest/meta-data/cam/security-credentials/"
	// metadataTimeout is generous for a service on the same host.
	metadataTimeout  = 3 * time.Second
	metadataAttempts = 2 // if it does not respond, since it does at once or is not there
	// busyAttempts and busyPause are for a service that asks to try again, with a pause
	// that doubles.
	busyAttempts = 4
	busyPause    = 500 * time.Millisecond
	maxMetadata  = 64 << 10
)

// metadata is the instance metadata service.
type metadata struct {
	http *http.Client
	base string // "http://metadata.tencentyun.com"
	now  func() time.Time
}

func (c *Connection) metadata() (*metadata, error) {
	u, err := tencentapi.Endpoint{BaseURL: cmp.Or(c.MetadataURL, DefaultMetadataURL)}.URL("metadata", "")
	if err != nil {
		return nil, fmt.Errorf("endpoint of the instance metadata service: %w", err)
	}
	return &metadata{base: strings.TrimSuffix(u.String(), "/"), now: c.Now, http: &http.Client{
		Transport:     c.MetadataTransport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
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
	advice := ", or correct cam_role_name"
	if role == "" {
		advice = ""
		var err error
		if role, err = m.boundRole(ctx); err != nil {
			return lease{}, err
		}
	}
	body, now, err := m.get(ctx, metadataRolePath+url.PathEscape(role))
	if err != nil {
		return lease{}, m.describe(err, "it does not know the role (HTTP 404). Bind the role to the instance"+advice)
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

// boundRole requests the name of the role that is bound to the instance.
func (m *metadata) boundRole(ctx context.Context) (string, error) {
	list, _, err := m.get(ctx, metadataRolePath)
	if err != nil {
		return "", m.describe(err, noRole)
	}
	role, _, _ := strings.Cut(strings.TrimSpace(string(list)), "\n")
	switch role = strings.TrimSpace(role); {
	case role == "":
		return "", m.fault(noRole)
	case checkRoleName(role) != nil:
		return "", m.fault("the response is not the name of a role, so it did not come from the metadata service. Check for a proxy or a login page in this network")
	}
	return role, nil
}

const noRole = "no role is bound to this instance. Bind one to it"

// errNotFound is the error for status 404.
var errNotFound = errors.New("it responded with HTTP 404")

// describe returns notFound as the reason of an error with status 404.
func (m *metadata) describe(err error, notFound string) error {
	if errors.Is(err, errNotFound) {
		return m.fault("%s", notFound)
	}
	return err
}

// isCode reports whether a code has the shape of one. Errors repeat no other text.
func isCode(code string) bool {
	return len(code) <= 64 && code != "" && strings.Trim(strings.ToLower(code), "abcdefghijklmnopqrstuvwxyz.") == ""
}

func (m *metadata) fault(reason string, args ...any) error {
	return fmt.Errorf("instance metadata service at %s: %s", m.base, fmt.Sprintf(reason, args...))
}

// get returns the response and the time by the service's clock.
func (m *metadata) get(ctx context.Context, path string) (body []byte, now time.Time, err error) {
	for attempt := 1; ; attempt++ {
		var attempts int
		body, now, attempts, err = m.attempt(ctx, path)
		if ctx.Err() != nil {
			return nil, now, context.Cause(ctx)
		}
		if err == nil || attempt >= attempts {
			return body, now, err
		}
		if attempts == busyAttempts {
			select {
			case <-ctx.Done():
			case <-time.After(busyPause << (attempt - 1)):
			}
		}
	}
}

// attempt makes one request. After an error, it returns how many to make in all.
func (m *metadata) attempt(ctx context.Context, path string) (body []byte, now time.Time, attempts int, err error) {
	ctx, cancel := context.WithTimeout(ctx, metadataTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.base+path, http.NoBody)
	if err != nil {
		return nil, now, 1, m.fault("not a usable URL")
	}
	res, err := m.http.Do(req)
	if err != nil {
		return nil, now, netfault.Attempts(netfault.Clean(err), metadataAttempts), m.fault("%s. It is available only on a Tencent Cloud instance", connectionFault(ctx, err))
	}
	defer func() { _ = res.Body.Close() }() // a failed close of a body that was read means nothing
	switch status := res.StatusCode; {
	case status == http.StatusNotFound:
		return nil, now, 1, errNotFound
	case netfault.IsTransient(status):
		return nil, now, busyAttempts, m.fault("it responded with HTTP %d", status)
	case status != http.StatusOK:
		return nil, now, 1, m.fault("it responded with HTTP %d", status)
	}
	if now, err = http.ParseTime(res.Header.Get("Date")); err != nil {
		now = m.now()
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, maxMetadata+1))
	switch {
	case err != nil:
		return nil, now, metadataAttempts, m.fault("the response was truncated")
	case len(body) > maxMetadata:
		return nil, now, 1, m.fault("the response is longer than %d KiB", maxMetadata>>10)
	}
	return body, now, 0, nil
}

func connectionFault(ctx context.Context, err error) string {
	if ctx.Err() != nil {
		return fmt.Sprintf("it did not respond within %s", metadataTimeout)
	}
	return netfault.Clean(err).Error()
}

// checkRoleName checks the name of a CAM role. A valid one is safe in a path of the
// metadata service.
func checkRoleName(name string) error {
	if len(name) > 128 || strings.Trim(name, ".") == "" || strings.Trim(name, nameCharacters) != "" {
		return fmt.Errorf("must be the name of a role, which has up to 128 characters: letters, digits, and +=,.@_-%s", setting.Got(name))
	}
	return nil
}
