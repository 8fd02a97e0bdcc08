// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"cmp"
	"context"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

const webObject = "assume_role_with_web_identity"

var (
	webProviderID = setting.Argument{
		Path: "assume_role_with_web_identity.provider_id", Env: []string{"TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID"},
		Description: "Name of the OIDC provider in CAM. Defaults to `OIDC`.",
	}
	webToken = setting.Argument{
		Path: "assume_role_with_web_identity.web_identity_token", Sensitive: true, Env: []string{"TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN"},
		Description: "Token. Either the token or a file with it is required, here or in the environment.",
	}
	webTokenFile = setting.Argument{
		Path: "assume_role_with_web_identity.web_identity_token_file", Kind: setting.Text, Env: []string{"TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE"},
		Description: "File with the token, either bare or as `{\"web_identity_token\": \"…\"}`. It is read again at each renewal.",
	}
	webRoleFile = setting.Argument{
		Path: "assume_role_with_web_identity.role_arn_file", Kind: setting.Text,
		Env:         []string{"TENCENTCLOUD_ASSUME_ROLE_ARN_FILE", "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE"}, // the second has a typo of the official provider
		Description: "File with the role's ARN, either bare or as `{\"role_arn\": \"…\"}`, instead of `role_arn`.",
	}
)

// webIdentity is a role that is assumed with a token of an OIDC provider.
func webIdentity() kind {
	object := setting.Argument{Path: webObject, Kind: setting.Object, Description: "CAM role to assume with a token of an OIDC provider. It needs no API key."}
	return kind{
		name: "web identity", ownsRole: true,
		arguments: []setting.Argument{
			object, webProviderID, webToken, webTokenFile, roleARN(webObject), webRoleFile, sessionName(webObject), sessionDuration(webObject),
		},
		selectors: []setting.Argument{object},
		variables: []setting.Argument{webToken, webTokenFile},
		open:      (*finder).webIdentity,
	}
}

func (f *finder) webIdentity(in setting.Place) *Source {
	w := webRole{open: f.Open}
	w.ProviderID = cmp.Or(f.Find(webProviderID).Text, "OIDC") // as the official provider does
	w.WebIdentityToken, w.tokenFile = f.valueOrFile(webToken, webTokenFile)
	w.RoleARN, w.roleFile = f.valueOrFile(roleARN(webObject), webRoleFile)
	w.RoleSessionName, w.DurationSeconds = f.session(setting.Anywhere, webObject)
	return webIdentitySource(w, "web identity", in)
}

// valueOrFile returns the value of an argument or the file that contains it. Setting
// both in the block is an error. The block takes precedence over the environment,
// in which the value takes precedence, as in the official provider.
func (f *finder) valueOrFile(value, file setting.Argument) (text, name string) {
	v, in := f.Find(value), f.Find(file)
	switch {
	case v.InBlock && in.InBlock:
		f.Fail(file.Path, "the provider block sets both %q and %q. Remove one of them", value.Path, file.Path)
	case v.Text == "" && in.Text == "":
		f.Fail(value.Path, "%q is required. %s", value.Path, f.SetIt(setting.Anywhere, value, file))
	case v.Text == "" || in.InBlock && !v.InBlock:
		return "", f.Expand(in)
	}
	return v.Text, ""
}

// webRole is a role that is assumed with a token of an OIDC provider. The token and
// the role's ARN are values or in files, which are read at each renewal.
type webRole struct {
	request // without the content of the files

	tokenFile, roleFile string
	region              string // of STS; defaults to the connection's
	open                textfile.OpenFunc
}

// webIdentitySource returns the source of a role. The kind is "web identity" or "pod
// identity".
func webIdentitySource(w webRole, kind, where string) *Source {
	role := w.RoleARN
	if w.roleFile != "" {
		role = "named in " + w.roleFile
	}
	s := &Source{Name: "role " + role + " by " + kind + " (" + where + ")", Secrets: w.Secrets()}
	s.open = func(c *Connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		api, err := c.sts(tencentapi.Unsigned{}, w.region)
		if err != nil {
			return nil, err
		}
		return c.temporary(s.Name, func(ctx context.Context) (lease, error) {
			r, err := w.read(ctx)
			if err != nil {
				return lease{}, err
			}
			return api.lease(ctx, "AssumeRoleWithWebIdentity", r)
		}), nil
	}
	return s
}

func (w webRole) read(ctx context.Context) (r request, err error) {
	r = w.request
	if w.tokenFile != "" {
		r.WebIdentityToken, err = readTokenFile(ctx, w.open, w.tokenFile, "web_identity_token")
	}
	if err == nil && w.roleFile != "" {
		r.RoleARN, err = readTokenFile(ctx, w.open, w.roleFile, "role_arn")
	}
	return r, err
}

// maxFile is the maximum size of a file. Real ones have about ten KiB.
const maxFile = 1 << 20

// readTokenFile returns the value in a file, either bare, as Kubernetes and CI
// systems write it, or in a JSON object under key, like the official provider. Its
// error is a [*textfile.Error].
func readTokenFile(ctx context.Context, open textfile.OpenFunc, name, key string) (string, error) {
	return textfile.RetryUnfinished(ctx, true, func() (string, error) { return readToken(open, name, key) })
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
