// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The environment variables of a key pair.
//
//nolint:gosec // these are names of variables, not credentials
const (
	EnvSecretID      = "TENCENTCLOUD_SECRET_ID"
	EnvSecretKey     = "TENCENTCLOUD_SECRET_KEY"
	EnvSecurityToken = "TENCENTCLOUD_SECURITY_TOKEN"
)

var (
	secretID = setting.Argument{
		Path: "secret_id", Env: []string{EnvSecretID},
		Description: "Secret ID of the API key.",
	}
	secretKey = setting.Argument{
		Path: "secret_key", Sensitive: true, Env: []string{EnvSecretKey},
		Description: "Secret key of the API key.",
	}
	securityToken = setting.Argument{
		Path: "security_token", Sensitive: true, Env: []string{EnvSecurityToken, "TENCENTCLOUD_TOKEN"},
		Description: "Token of a temporary API key. A token in the environment is used only with a key pair, or half of one, that is set there too.",
	}
)

func keyPair() kind {
	parts := []setting.Argument{secretID, secretKey, securityToken}
	return kind{
		name: "key pair", arguments: parts, selectors: parts, variables: parts[:2],
		related: parts[2:], // a token alone may be meant for another tool
		open:    (*finder).keyPair,
	}
}

// keyPair takes parts that the block lacks from the environment, unless that has
// another key pair. A token alone in the environment is not used.
func (f *finder) keyPair(in setting.Place) *Source {
	id, key, token := f.FindIn(in, secretID), f.FindIn(in, secretKey), f.FindIn(in, securityToken)
	otherPair := f.differs(id) || f.differs(key)
	if in == setting.InBlock && !otherPair && f.IsSet(setting.InEnvironment, secretID, secretKey) != "" {
		id, key, token = f.Find(secretID), f.Find(secretKey), f.Find(securityToken)
	}
	half, missing := token, key
	switch {
	case id.Text != "" && key.Text != "":
		return newKeyPair(id, key, token)
	case id.Text != "":
		half = id
	case key.Text != "":
		half, missing = key, id
	}
	places, but := setting.Anywhere, ""
	if otherPair && f.IsSet(setting.InEnvironment, missing.Argument) != "" {
		places, but = setting.InBlock, ", and the key pair in the environment is another one"
	}
	f.Fail(missing.Path, "%s is set, but %q is not%s. %s", half.Origin, missing.Path, but, f.SetIt(places, missing.Argument))
	return nil
}

// differs reports whether a part of a key pair has another value in the environment.
func (f *finder) differs(v setting.Value) bool {
	other := strings.TrimSpace(f.Getenv(v.Env[0]))
	return v.Text != "" && other != "" && other != v.Text
}

// newKeyPair returns the source of a key pair. Its name has where each part was found.
func newKeyPair(id, key, token setting.Value) *Source {
	where := setting.InEnvironment
	switch {
	case id.InBlock && key.InBlock:
		where = setting.InBlock
	case id.InBlock != key.InBlock:
		where = id.Origin + ", " + key.Origin
	}
	if token.Text != "" && (!token.InBlock || where != setting.InBlock) {
		where += ", token from " + token.Origin
	}
	return keySource(tencentapi.Credential{SecretID: id.Text, SecretKey: key.Text, Token: token.Text}, where)
}

// keySource returns the source of a fixed key pair; where is where it was found.
func keySource(pair tencentapi.Credential, where string) *Source {
	s := &Source{Name: keyName(pair.SecretID, where), Permanent: pair.Token == "", Secrets: []string{pair.SecretKey, pair.Token}}
	s.open = func(c *Connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		if !c.guard.restricted() {
			return pair, nil
		}
		guarded := c.temporary(s.Name, func(context.Context) (lease, error) { return lease{Credential: pair, life: noExpiry}, nil })
		return struct{ tencentapi.CredentialSource }{guarded}, nil // without its method Renew
	}
	return s
}

// keyName returns a name with the last four characters of the ID, unless it is so
// short that they would reveal it. Real IDs have 36 characters.
func keyName(id, where string) string {
	if len(id) < 16 {
		return "key pair (" + where + ")"
	}
	return "key pair with an ID ending in " + id[len(id)-4:] + " (" + where + ")"
}
