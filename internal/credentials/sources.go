// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// KeyPair returns the source of a key pair that never changes; place says
// where it was found.
func KeyPair(pair tencentapi.Credential, place string) Source {
	return Source{
		Name: keyPairName(pair.SecretID, place), Permanent: pair.Token == "", Secrets: []string{pair.SecretKey, pair.Token},
		open: func(*connection, tencentapi.CredentialSource) (tencentapi.CredentialSource, error) { return pair, nil },
	}
}

// keyPairName shows as much of the ID as a log may: its last four characters,
// unless it is so short that they would give it away. Real IDs have 36.
func keyPairName(id, place string) string {
	if len(id) < 16 {
		return "key pair (" + place + ")"
	}
	return "key pair with an ID ending in " + id[len(id)-4:] + " (" + place + ")"
}

// InstanceRole returns the source of the role that is bound to the CVM
// instance this runs on; an empty name is whichever role is bound.
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

// AssumeRole returns the source of a role that is assumed with the credentials
// before it.
func AssumeRole(request Request, place string) Source {
	return stsSource("role "+request.RoleARN+" ("+place+")", "AssumeRole", request)
}

// MFASession returns the source of a session that a code of an MFA device
// opens for a permanent key pair.
func MFASession(request Request, place string) Source {
	return stsSource("MFA session ("+place+")", "GetSessionToken", request)
}

// SAMLRole returns the source of a role that a SAML assertion gives.
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
				fetch = onceAnswered(fetch)
			}
			return c.temporary(name, fetch), nil
		},
	}
}

// WebIdentity is a role that a token of an OIDC provider gives. The token and
// the role are either values or files, which are read again at each renewal.
type WebIdentity struct {
	Request             Request // without what the files contain
	TokenFile, RoleFile string
	Region              string // of STS; defaults to the connection's
	Open                textfile.OpenFunc
}

// WebIdentityRole returns the source of the role; kind is "web identity" or
// "pod identity".
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
