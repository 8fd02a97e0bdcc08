// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// DefaultMetadataURL is where a Tencent Cloud instance asks about itself. It
// leads nowhere outside of one.
//
// Source: https://cloud.tencent.com/document/product/213/4934
const DefaultMetadataURL = "http://metadata.tencentyun.com"

const (
	metadataRolePath = "/latest/meta-data/cam/security-credentials/"
	// metadataTimeout is long for a service on the same machine.
	metadataTimeout  = 3 * time.Second
	metadataAttempts = 2
	maxMetadata      = 64 << 10
)

// instanceRole is a base: the role bound to the CVM instance this runs on.
type instanceRole struct {
	name  string // "" is whichever is bound
	place string
}

func (i instanceRole) String() string {
	if i.name == "" {
		return "instance role (" + i.place + ")"
	}
	return "instance role " + i.name + " (" + i.place + ")"
}

func (i instanceRole) isPermanent() bool { return false }
func (i instanceRole) secrets() []string { return nil }

func (i instanceRole) open(c *connection) (tencentapi.CredentialSource, error) {
	m, err := c.metadata()
	if err != nil {
		return nil, err
	}
	return c.temporary(i.String(), func(ctx context.Context) (lease, error) { return m.lease(ctx, i.name) }), nil
}

func (r *resolver) blockInstanceRole() probe {
	return r.instanceRole(r.find(argCAMRole, r.Block.CAMRoleName), "provider block")
}

func (r *resolver) environmentInstanceRole() probe {
	return r.instanceRole(r.variable(EnvCAMRoleName), "environment")
}

func (r *resolver) instanceRole(name setting, place string) probe {
	if name.value == "" {
		return probe{found: notSet}
	}
	return probe{open: func() base {
		if !isRoleName(name.value) {
			r.failArgument(argCAMRole, "%s is not the name of a role: it must have up to 128 characters, out of letters, digits and +=,.@_-", name.place)
		}
		return instanceRole{name.value, place}
	}}
}

// isRoleName holds name against what CAM allows. It must not lead to another
// path of the metadata service.
func isRoleName(name string) bool {
	return len(name) <= 128 && strings.Trim(name, ".") != "" && strings.Trim(name, wordCharacters+"+=,.@-") == ""
}

// metadata is the instance metadata service.
type metadata struct {
	http *http.Client
	base string // "http://metadata.tencentyun.com"
}

// roleCredential is what the service answers for a role.
type roleCredential struct {
	Code         string // "Success"
	TmpSecretID  string `json:"TmpSecretId"`
	TmpSecretKey string
	Token        string
	ExpiredTime  int64 // Unix time in seconds
}

// lease fetches the credential of the role, or of the one that is bound.
func (m *metadata) lease(ctx context.Context, role string) (lease, error) {
	if role == "" {
		list, err := m.get(ctx, metadataRolePath)
		if err != nil {
			return lease{}, err
		}
		role, _, _ = strings.Cut(strings.TrimSpace(string(list)), "\n")
		if role = strings.TrimSpace(role); !isRoleName(role) {
			return lease{}, m.fault("it names no role that is bound to the instance")
		}
	}
	body, err := m.get(ctx, metadataRolePath+url.PathEscape(role))
	if err != nil {
		return lease{}, err
	}
	var c roleCredential
	if json.Unmarshal(body, &c) != nil { // the cause could quote the answer
		return lease{}, m.fault("its answer is not the JSON of a credential")
	}
	switch {
	case c.Code != "Success":
		return lease{}, m.fault("it answered with Code %.64q instead of \"Success\"", c.Code)
	case c.TmpSecretID == "" || c.TmpSecretKey == "" || c.Token == "" || c.ExpiredTime <= 0:
		return lease{}, m.fault("its answer lacks a part of the credential or its end")
	}
	return lease{
		Credential: tencentapi.Credential{SecretID: c.TmpSecretID, SecretKey: c.TmpSecretKey, Token: c.Token},
		expires:    time.Unix(c.ExpiredTime, 0),
	}, nil
}

func (m *metadata) fault(reason string, args ...any) error {
	return fmt.Errorf("the instance metadata service at %s cannot be used: %s", m.base, fmt.Sprintf(reason, args...))
}

// get tries twice, since the service answers at once or is not there.
func (m *metadata) get(ctx context.Context, path string) ([]byte, error) {
	var err error
	for range metadataAttempts {
		var body []byte
		var again bool
		body, again, err = m.attempt(ctx, path)
		if err == nil {
			return body, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if !again {
			break
		}
	}
	return nil, err
}

func (m *metadata) attempt(ctx context.Context, path string) (body []byte, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, metadataTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, m.base+path, http.NoBody)
	if err != nil {
		return nil, false, m.fault("its address is not one")
	}
	res, err := m.http.Do(req)
	if err != nil {
		return nil, true, m.fault("%s; it answers only on a Tencent Cloud instance", m.connectionFault(ctx, err))
	}
	defer func() { _ = res.Body.Close() }() // nothing to do about a failed close of a read body
	switch {
	case res.StatusCode == http.StatusNotFound:
		return nil, false, m.fault("it does not know the role (HTTP 404); bind the role to the instance, or correct `%s`", argCAMRole)
	case res.StatusCode != http.StatusOK:
		return nil, res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests, m.fault("it answered HTTP %d", res.StatusCode)
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, maxMetadata+1))
	switch {
	case err != nil:
		return nil, true, m.fault("its answer broke off")
	case len(body) > maxMetadata:
		return nil, false, m.fault("its answer is longer than %d KiB", maxMetadata>>10)
	}
	return body, false, nil
}

func (m *metadata) connectionFault(ctx context.Context, err error) string {
	if ctx.Err() != nil {
		return fmt.Sprintf("no answer within %s", metadataTimeout)
	}
	if urlErr, ok := errors.AsType[*url.Error](err); ok {
		err = urlErr.Err
	}
	return err.Error()
}
