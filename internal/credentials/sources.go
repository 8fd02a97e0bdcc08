// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// KeyPair returns the source of a fixed key pair; place is where it was found.
func KeyPair(pair tencentapi.Credential, place string) Source {
	return Source{
		Name: keyPairName(pair.SecretID, place), Permanent: pair.Token == "", Secrets: []string{pair.SecretKey, pair.Token},
		open: func(*connection, tencentapi.CredentialSource) (tencentapi.CredentialSource, error) { return pair, nil },
	}
}

// keyPairName returns a name with the last four characters of the ID, unless it is
// so short that they would reveal it. Real IDs have 36 characters.
func keyPairName(id, place string) string {
	if len(id) < 16 {
		return "key pair (" + place + ")"
	}
	return "key pair with an ID ending in " + id[len(id)-4:] + " (" + place + ")"
}

// InstanceRole returns the source of a role that is bound to the CVM instance this
// runs on. The name defaults to that of the bound role.
func InstanceRole(name, place string) Source {
	s := Source{Name: "instance role (" + place + ")"}
	if name != "" {
		s.Name = "instance role " + name + " (" + place + ")"
	}
	s.open = func(c *connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		m, err := c.metadata()
		if err != nil {
			return nil, err
		}
		return c.temporary(s.Name, func(ctx context.Context) (lease, error) { return m.lease(ctx, name) }), nil
	}
	return s
}

// AssumeRole returns the source of a role that is assumed with the credentials of
// the source before.
func AssumeRole(request Request, place string) Source {
	return stsSource("role "+request.RoleARN+" ("+place+")", "AssumeRole", request)
}

// MFASession returns the source of a session for a permanent key pair and a code
// of an MFA device.
func MFASession(request Request, place string) Source {
	return stsSource("MFA session ("+place+")", "GetSessionToken", request)
}

// SAMLRole returns the source of a role that is assumed with a SAML assertion.
func SAMLRole(request Request, place string) Source {
	return stsSource("role "+request.RoleARN+" by SAML ("+place+")", "AssumeRoleWithSAML", request)
}

func stsSource(name, action string, request Request) Source {
	return Source{
		Name: name, Secrets: request.Secrets(),
		open: func(c *connection, from tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
			api, err := c.sts(from, "")
			if err != nil {
				return nil, err
			}
			fetch := func(ctx context.Context) (lease, error) { return api.lease(ctx, action, request) }
			if request.TokenCode != "" {
				fetch = once(fetch)
			}
			return c.temporary(name, fetch), nil
		},
	}
}

// WebIdentity is a role that is assumed with a token of an OIDC provider. The token
// and the role's ARN are values or in files, which are read at each renewal.
type WebIdentity struct {
	Request             Request // without the content of the files
	TokenFile, RoleFile string
	Region              string // of STS; defaults to the connection's
	Open                textfile.OpenFunc
}

// WebIdentityRole returns the source of a role. The kind is "web identity" or "pod
// identity".
func WebIdentityRole(w WebIdentity, kind, place string) Source {
	role := w.Request.RoleARN
	if w.RoleFile != "" {
		role = "named in " + w.RoleFile
	}
	s := Source{Name: "role " + role + " by " + kind + " (" + place + ")", Secrets: w.Request.Secrets()}
	s.open = func(c *connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		api, err := c.sts(tencentapi.Unsigned{}, w.Region)
		if err != nil {
			return nil, err
		}
		return c.temporary(s.Name, func(ctx context.Context) (lease, error) {
			request, err := w.read(ctx)
			if err != nil {
				return lease{}, err
			}
			return api.lease(ctx, "AssumeRoleWithWebIdentity", request)
		}), nil
	}
	return s
}

func (w WebIdentity) read(ctx context.Context) (request Request, err error) {
	request = w.Request
	if w.TokenFile != "" {
		request.WebIdentityToken, err = readTokenFile(ctx, w.Open, w.TokenFile, "web_identity_token")
	}
	if err == nil && w.RoleFile != "" {
		request.RoleARN, err = readTokenFile(ctx, w.Open, w.RoleFile, "role_arn")
	}
	return request, err
}
