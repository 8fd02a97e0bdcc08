// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// blockKeys finds a key pair of which at least a part is in the block.
func (r *resolver) blockKeys() probe {
	for _, name := range []string{"secret_id", "secret_key", "security_token"} {
		if part, _ := r.block[name].(string); strings.TrimSpace(part) != "" {
			return probe{open: r.completeBlockKeys}
		}
	}
	return probe{found: notSet}
}

// completeBlockKeys takes missing parts from the environment, unless that has
// another key pair. A token alone in the environment is not used.
func (r *resolver) completeBlockKeys() *credentials.Source {
	id, key, token := r.fromBlock("secret_id"), r.fromBlock("secret_key"), r.fromBlock("security_token")
	otherPair := r.differs(id) || r.differs(key)
	samePair := !otherPair && r.variableSet("secret_id", "secret_key") != ""
	if samePair {
		id, key = r.find("secret_id"), r.find("secret_key")
		token = r.find("security_token")
	}
	if id.text != "" && key.text != "" {
		return keyPair(id, key, token)
	}
	found, missing := token, key
	switch {
	case id.text != "":
		found = id
	case key.text != "":
		found, missing = key, id
	}
	note := ""
	if otherPair && r.variableSet(missing.argument.path) != "" {
		note = " belongs to another key pair: the other half in the environment differs from the one in the provider block"
	}
	r.failKeyPair(found, missing, note)
	return nil
}

// differs reports whether v, which is from the block, has another value in the
// environment.
func (r *resolver) differs(v value) bool {
	other := strings.TrimSpace(r.Getenv(v.argument.env[0]))
	return v.text != "" && other != "" && other != v.text
}

// environmentKeys finds a key pair in the environment. A token alone is not used,
// since it may be meant for another tool.
func (r *resolver) environmentKeys() probe {
	if r.variableSet("secret_id", "secret_key") == "" {
		if token := r.variableSet("security_token"); token != "" {
			return probe{found: "only " + inVariable(token) + " is set, which is of no use without a key pair"}
		}
		return probe{found: notSet}
	}
	return probe{open: func() *credentials.Source {
		id, key, token := r.fromEnvironment("secret_id"), r.fromEnvironment("secret_key"), r.fromEnvironment("security_token")
		switch {
		case id.text == "":
			r.failKeyPair(key, id, "")
			return nil
		case key.text == "":
			r.failKeyPair(id, key, "")
			return nil
		}
		return keyPair(id, key, token)
	}}
}

// keyPair returns the source of a key pair. Its name has where each part was found.
func keyPair(id, key, token value) *credentials.Source {
	place := "environment"
	switch {
	case id.inBlock && key.inBlock:
		place = "provider block"
	case id.inBlock != key.inBlock:
		place = id.origin + ", " + key.origin
	}
	if token.text != "" && (!token.inBlock || place != "provider block") {
		place += ", token from " + token.origin
	}
	s := credentials.KeyPair(tencentapi.Credential{SecretID: id.text, SecretKey: key.text, Token: token.text}, place)
	return &s
}

// failKeyPair reports half a key pair. The note is why the other half in the
// environment is not used, if it is set.
func (r *resolver) failKeyPair(found, missing value, note string) {
	variable := inVariable(missing.argument.env[0])
	if note == "" {
		note = ": " + notSet
	}
	r.diags.AddAttributeError(dottedPath(missing.argument.path), "Incomplete Tencent Cloud Key Pair",
		fmt.Sprintf("%s is set, but the other half of the key pair is missing.\n\n"+
			"Set %q in the same place, or remove the half that is set.\n\n"+
			"These places were checked, in this order:\n  - %s: %s\n  - %s%s",
			strings.TrimSuffix(sentence(found.origin), "."), missing.argument.path, inBlock(missing.argument.path), notSet, variable, note))
}
