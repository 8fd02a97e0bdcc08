// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// webIdentityRole is a base: a role that a token of an OIDC provider gives.
type webIdentityRole struct {
	providerID  string
	token, role textOrFile
	session     string
	seconds     int64
	region      string // of STS; "" is the connection's
	kind        string // "web identity"
	place       string
	openFile    OpenFunc
}

// textOrFile is a value, or a file that holds it as readTokenFile says.
type textOrFile struct{ text, file string }

func (w webIdentityRole) String() string {
	role := w.role.text
	if role == "" {
		role = "named in " + w.role.file
	}
	return "role " + role + " by " + w.kind + " (" + w.place + ")"
}

func (w webIdentityRole) isPermanent() bool { return false }
func (w webIdentityRole) secrets() []string { return []string{w.token.text} }

func (w webIdentityRole) open(c *connection) (tencentapi.CredentialSource, error) {
	api, err := c.sts(tencentapi.Unsigned{}, w.region)
	if err != nil {
		return nil, err
	}
	return c.temporary(w.String(), func(ctx context.Context) (lease, error) {
		request, err := w.request()
		if err != nil {
			return lease{}, err
		}
		return api.lease(ctx, "AssumeRoleWithWebIdentity", request)
	}), nil
}

// request reads the files anew each time: who puts tokens into files replaces
// them before they end.
func (w webIdentityRole) request() (assumeRoleWithWebIdentityRequest, error) {
	token, err := w.token.value(w.openFile, "web_identity_token")
	if err != nil {
		return assumeRoleWithWebIdentityRequest{}, err
	}
	role, err := w.role.value(w.openFile, "role_arn")
	if err != nil {
		return assumeRoleWithWebIdentityRequest{}, err
	}
	return assumeRoleWithWebIdentityRequest{
		ProviderID: w.providerID, WebIdentityToken: token, RoleARN: role,
		RoleSessionName: w.session, DurationSeconds: w.seconds,
	}, nil
}

func (t textOrFile) value(open OpenFunc, key string) (string, error) {
	if t.text != "" {
		return t.text, nil
	}
	return readTokenFile(open, t.file, key)
}

func (r *resolver) blockWebIdentity() probe {
	block := r.Block.AssumeRoleWithWebIdentity
	if block == nil {
		return probe{found: notSet}
	}
	return probe{open: func() base { return r.webIdentityRole(*block, "provider block") }}
}

func (r *resolver) environmentWebIdentity() probe {
	token := r.variable(EnvAssumeRoleWebIdentityToken, EnvAssumeRoleWebIdentityTokenFile)
	if token.value == "" {
		return probe{found: notSet}
	}
	return probe{open: func() base {
		if other := r.variable(EnvAssumeRoleSAMLAssertion, EnvAssumeRolePrincipalARN); other.value != "" {
			r.failArgument(argWebIdentity, "the %s and the %s are both set, and %s cannot name the role of both; unset one",
				token.place, other.place, EnvAssumeRoleARN)
		}
		return r.webIdentityRole(AssumeRoleWithWebIdentity{}, "environment")
	}}
}

// keylessVariables are those that make the environment a keyless source.
func keylessVariables() []string {
	return []string{EnvAssumeRoleWebIdentityToken, EnvAssumeRoleWebIdentityTokenFile, EnvAssumeRoleSAMLAssertion, EnvAssumeRolePrincipalARN}
}

func (r *resolver) webIdentityRole(block AssumeRoleWithWebIdentity, place string) base {
	r.keyless = true
	provider := r.find(argWebIdentity+".provider_id", block.ProviderID, EnvAssumeRoleProviderID).value
	if provider == "" {
		provider = defaultProviderID
	}
	token := r.textOrFile(
		r.find(argWebIdentity+".web_identity_token", block.WebIdentityToken, EnvAssumeRoleWebIdentityToken),
		r.find(argWebIdentity+".web_identity_token_file", block.WebIdentityTokenFile, EnvAssumeRoleWebIdentityTokenFile))
	role := r.textOrFile(
		r.find(argWebIdentity+".role_arn", block.RoleARN, EnvAssumeRoleARN, EnvRoleARN),
		r.find(argWebIdentity+".role_arn_file", block.RoleARNFile, EnvAssumeRoleARNFile, EnvAssumeRoleARNNFile))
	session, seconds := r.roleSession(argWebIdentity, block.SessionName, block.SessionDuration, true)
	return webIdentityRole{
		providerID: provider, token: token, role: role, session: session, seconds: seconds,
		kind: "web identity", place: place, openFile: r.Open,
	}
}

// textOrFile settles which of the two is used. Both in the block cannot be
// meant; one in the block wins over the environment; and in the environment
// the text wins, as with the official provider.
func (r *resolver) textOrFile(text, file setting) textOrFile {
	switch {
	case text.inBlock && file.inBlock:
		r.failArgument(file.argument, "the provider block sets both `%s` and `%s`; keep one", text.argument, file.argument)
	case text.value == "" && file.value == "":
		text.looked = append(text.looked, file.looked...)
		r.require(text)
	case text.value == "" || file.inBlock:
		return textOrFile{file: r.expandHome(file)}
	}
	return textOrFile{text: text.value}
}
