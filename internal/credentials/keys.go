// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// keyPair is a base whose credential somebody wrote down.
type keyPair struct {
	credential tencentapi.Credential
	place      string
}

func (k keyPair) String() string {
	if tail := idTail(k.credential.SecretID); tail != "" {
		return "key pair with an id ending in " + tail + " (" + k.place + ")"
	}
	return "key pair (" + k.place + ")"
}

func (k keyPair) open(*connection) (tencentapi.CredentialSource, error) { return k.credential, nil }
func (k keyPair) isPermanent() bool                                     { return k.credential.Token == "" }

func (k keyPair) secrets() []string { return []string{k.credential.SecretKey, k.credential.Token} }

// idTail is as much of a key id as a log may hold: its last four characters,
// and nothing of one that they would give away. Real ids have 36 characters.
func idTail(id string) string {
	if len(id) < 16 {
		return ""
	}
	return id[len(id)-4:]
}

// blockKeys finds the pair of which the block sets a part.
func (r *resolver) blockKeys() probe {
	b := r.Block
	if strings.TrimSpace(b.SecretID+b.SecretKey+b.SecurityToken) == "" {
		return probe{found: notSet}
	}
	return probe{open: r.completeBlockKeys}
}

// completeBlockKeys takes what the block leaves out from the environment,
// unless the environment holds another pair, whose parts fit no other.
func (r *resolver) completeBlockKeys() base {
	id, key, token := r.find("secret_id", r.Block.SecretID), r.find("secret_key", r.Block.SecretKey), r.find("security_token", r.Block.SecurityToken)
	otherPair := r.differs(id, EnvSecretID) || r.differs(key, EnvSecretKey)
	if !otherPair {
		id = r.find("secret_id", r.Block.SecretID, EnvSecretID)
		key = r.find("secret_key", r.Block.SecretKey, EnvSecretKey)
		token = r.find("security_token", r.Block.SecurityToken, EnvSecurityToken, EnvToken)
	}
	found := token
	switch {
	case id.value != "" && key.value != "":
		return keyPair{tencentapi.Credential{SecretID: id.value, SecretKey: key.value, Token: token.value}, "provider block"}
	case id.value != "":
		found = id
	case key.value != "":
		found, key = key, id
	}
	r.fail(&KeyPairError{Argument: key.argument, Found: found.place, Missing: key.argument, Looked: r.lookedFor(key, otherPair)})
	return nil
}

// differs tells whether the variable holds another value than s, which the
// block sets.
func (r *resolver) differs(s setting, variable string) bool {
	other := r.variable(variable).value
	return s.value != "" && other != "" && other != s.value
}

func (r *resolver) lookedFor(missing setting, otherPair bool) []Finding {
	findings := []Finding{{inBlock(missing.argument), notSet}}
	variable := EnvSecretKey
	if missing.argument == "secret_id" {
		variable = EnvSecretID
	}
	found := notSet
	if otherPair && r.variable(variable).value != "" {
		found = "belongs to another key pair, since the environment's other half is not the block's"
	}
	return append(findings, Finding{inVariable(variable), found})
}

// environmentKeys finds the pair in the environment. A token without a pair is
// not one: it may be meant for another tool.
func (r *resolver) environmentKeys() probe {
	id, key, token := r.variable(EnvSecretID), r.variable(EnvSecretKey), r.variable(EnvSecurityToken, EnvToken)
	switch {
	case id.value == "" && key.value == "" && token.value == "":
		return probe{found: notSet}
	case id.value == "" && key.value == "":
		return probe{found: "only the " + token.place + " is set, which is of no use without a key pair"}
	}
	return probe{open: func() base {
		switch {
		case id.value == "":
			r.failKeyPair("secret_id", key, EnvSecretID)
			return nil
		case key.value == "":
			r.failKeyPair("secret_key", id, EnvSecretKey)
			return nil
		}
		return keyPair{tencentapi.Credential{SecretID: id.value, SecretKey: key.value, Token: token.value}, "environment"}
	}}
}

func (r *resolver) failKeyPair(argument string, found setting, variable string) {
	r.fail(&KeyPairError{
		Argument: argument, Found: found.place, Missing: argument,
		Looked: []Finding{{inBlock(argument), notSet}, {inVariable(variable), notSet}},
	})
}
