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
	return kind{
		name:      "key pair",
		arguments: []setting.Argument{secretID, secretKey, securityToken},
		selectors: []string{secretID.Path, secretKey.Path, securityToken.Path},
		variables: []setting.Argument{secretID, secretKey},
		find:      (*finder).keyPair,
	}
}

func (f *finder) keyPair(p place) found {
	if p == inBlock {
		for _, a := range []setting.Argument{secretID, secretKey, securityToken} {
			if part, _ := f.Block[a.Path].(string); strings.TrimSpace(part) != "" {
				return found{open: f.blockKeys}
			}
		}
		return found{}
	}
	if f.VariableSet(secretID, secretKey) != "" {
		return found{open: f.environmentKeys}
	}
	if token := f.VariableSet(securityToken); token != "" { // it may be meant for another tool
		return found{note: "only " + setting.InVariable(token) + " is set, which is of no use without a key pair"}
	}
	return found{}
}

// blockKeys takes missing parts from the environment, unless that has another key
// pair. A token alone in the environment is not used.
func (f *finder) blockKeys() *Source {
	id, key, token := f.FromBlock(secretID), f.FromBlock(secretKey), f.FromBlock(securityToken)
	otherPair := f.differs(id) || f.differs(key)
	if !otherPair && f.VariableSet(secretID, secretKey) != "" {
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
	return f.failHalf(half, missing, otherPair && f.VariableSet(missing.Argument) != "")
}

// differs reports whether v, which is from the block, has another value in the
// environment.
func (f *finder) differs(v setting.Value) bool {
	other := strings.TrimSpace(f.Getenv(v.Env[0]))
	return v.Text != "" && other != "" && other != v.Text
}

func (f *finder) environmentKeys() *Source {
	id, key, token := f.FromEnvironment(secretID), f.FromEnvironment(secretKey), f.FromEnvironment(securityToken)
	switch {
	case id.Text == "":
		return f.failHalf(key, id, false)
	case key.Text == "":
		return f.failHalf(id, key, false)
	}
	return newKeyPair(id, key, token)
}

// failHalf reports half a key pair. OtherPair says that the missing half is in the
// environment, but with another pair.
func (f *finder) failHalf(half, missing setting.Value, otherPair bool) *Source {
	variable := setting.InVariable(missing.Env[0])
	e := &HalfPairError{
		Found: half.Origin, Missing: "the " + variable,
		Argument: missing.Path, Variable: variable, OtherPair: otherPair,
	}
	if half.InBlock {
		e.Missing = setting.InBlock(missing.Path)
	}
	f.Errors = append(f.Errors, e)
	return nil
}

// newKeyPair returns the source of a key pair. Its name has where each part was found.
func newKeyPair(id, key, token setting.Value) *Source {
	where := string(inEnvironment)
	switch {
	case id.InBlock && key.InBlock:
		where = string(inBlock)
	case id.InBlock != key.InBlock:
		where = id.Origin + ", " + key.Origin
	}
	if token.Text != "" && (!token.InBlock || where != string(inBlock)) {
		where += ", token from " + token.Origin
	}
	return new(keySource(tencentapi.Credential{SecretID: id.Text, SecretKey: key.Text, Token: token.Text}, where))
}

// keySource returns the source of a fixed key pair; where is where it was found.
func keySource(pair tencentapi.Credential, where string) Source {
	s := Source{Name: keyName(pair.SecretID, where), Permanent: pair.Token == "", Secrets: []string{pair.SecretKey, pair.Token}}
	s.open = func(c *Connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		if c.guard == nil {
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
