// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func TestFind_base(t *testing.T) {
	t.Parallel()
	dev := env(devFile, keysJSON)
	def := env(defaultFile, keysJSON)
	tests := map[string]struct {
		block      block
		env, files map[string]string
		want       string
	}{
		"key pair in the block":              {keysBlock(), nil, nil, fromBlock},
		"SAML in the block":                  {samlBlock(), nil, nil, "role " + readerARN + " by SAML (provider block)"},
		"web identity in the block":          {webBlock(), nil, nil, "role " + readerARN + " by web identity (provider block)"},
		"pod identity":                       {block{"enable_pod_oidc": "true"}, tkeEnv(), nil, "role " + readerARN + " by pod identity (provider block)"},
		"no pod identity":                    {block{"enable_pod_oidc": "false"}, keysEnv(), nil, fromEnv},
		"instance role in the block":         {block{"cam_role_name": "r"}, nil, nil, "instance role r (provider block)"},
		"profile in the block":               {block{"profile": "dev"}, nil, dev, "key pair with an ID ending in WXYZ (profile dev)"},
		"key pair in the environment":        {block{}, keysEnv(), nil, fromEnv},
		"SAML in the environment":            {block{}, samlEnv(), nil, "role " + readerARN + " by SAML (environment)"},
		"web identity in the environment":    {block{}, webEnv(), nil, "role " + readerARN + " by web identity (environment)"},
		"instance role in the environment":   {block{}, env("TENCENTCLOUD_CAM_ROLE_NAME", "r"), nil, "instance role r (environment)"},
		"profile in the environment":         {block{}, env("TENCENTCLOUD_PROFILE", "dev"), dev, "key pair with an ID ending in WXYZ (profile dev)"},
		"profile in tccli's variable":        {block{}, env("TCCLI_PROFILE", "dev"), dev, "key pair with an ID ending in WXYZ (profile dev)"},
		"default profile":                    {block{}, nil, def, "key pair with an ID ending in WXYZ (profile default)"},
		"profile with an instance role":      {block{"profile": "dev"}, nil, env(devFile, `{"type":"cvm-role"}`), "instance role (profile dev)"},
		"an instance role over its keys":     {block{"profile": "dev"}, nil, env(devFile, `{"type":"cvm-role",`+keysJSON[1:]), "instance role (profile dev)"},
		"a blank id is none":                 {block{"secret_id": " ", "secret_key": "\n"}, keysEnv(), nil, fromEnv},
		"a short id is not shown":            {block{"secret_id": "AKIDshort", "secret_key": testKey}, nil, nil, "key pair (provider block)"},
		"the block's keys over keyless":      {keysBlock(), webEnv(), nil, fromBlock},
		"the block's keys over the env's":    {keysBlock(), keysEnv(), def, fromBlock},
		"the block's profile over keys":      {block{"profile": "dev"}, keysEnv(), dev, "key pair with an ID ending in WXYZ (profile dev)"},
		"the block's profile over env's":     {block{"profile": "dev"}, env("TENCENTCLOUD_PROFILE", "x", "TENCENTCLOUD_CAM_ROLE_NAME", "r"), dev, "key pair with an ID ending in WXYZ (profile dev)"},
		"the block's SAML over both":         {samlBlock(), merge(webEnv(), samlEnv()), nil, "role " + readerARN + " by SAML (provider block)"},
		"the block's SAML over env's web":    {samlBlock(), webEnv(), nil, "role " + readerARN + " by SAML (provider block)"},
		"the block's role over env's keys":   {block{"cam_role_name": "r"}, keysEnv(), nil, "instance role r (provider block)"},
		"pod identity over env's keys":       {block{"enable_pod_oidc": "true"}, merge(tkeEnv(), keysEnv()), nil, "role " + readerARN + " by pod identity (provider block)"},
		"env: web identity over the rest":    {block{}, merge(webEnv(), keysEnv(), env("TENCENTCLOUD_CAM_ROLE_NAME", "r", "TENCENTCLOUD_PROFILE", "dev")), nil, "role " + readerARN + " by web identity (environment)"},
		"env: SAML over the rest":            {block{}, merge(samlEnv(), keysEnv(), env("TENCENTCLOUD_CAM_ROLE_NAME", "r", "TENCENTCLOUD_PROFILE", "dev")), nil, "role " + readerARN + " by SAML (environment)"},
		"env: instance role over keys":       {block{}, merge(keysEnv(), env("TENCENTCLOUD_CAM_ROLE_NAME", "r", "TENCENTCLOUD_PROFILE", "dev")), nil, "instance role r (environment)"},
		"env: keys over the profile":         {block{}, merge(keysEnv(), env("TENCENTCLOUD_PROFILE", "missing")), def, fromEnv},
		"env: profile over the default":      {block{}, env("TENCENTCLOUD_PROFILE", "dev", "TCCLI_PROFILE", "x"), merge(dev, env(defaultFile, `{`)), "key pair with an ID ending in WXYZ (profile dev)"},
		"pod's variables alone do nothing":   {block{}, merge(tkeEnv(), keysEnv()), nil, fromEnv},
		"a token alone does nothing":         {block{}, env("TENCENTCLOUD_TOKEN", testToken), def, "key pair with an ID ending in WXYZ (profile default)"},
		"the folder from the block":          {block{"shared_credentials_dir": "/etc/t"}, env("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/x"), env("/etc/t/default.credential", keysJSON), "key pair with an ID ending in WXYZ (profile default)"},
		"the folder from the environment":    {block{"profile": "dev"}, env("TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/etc/t"), env("/etc/t/dev.credential", keysJSON), "key pair with an ID ending in WXYZ (profile dev)"},
		"the folder below the home folder":   {block{"shared_credentials_dir": "~/t"}, nil, env("/home/u/t/default.credential", keysJSON), "key pair with an ID ending in WXYZ (profile default)"},
		"the folder is the home folder":      {block{"shared_credentials_dir": "~"}, nil, env("/home/u/default.credential", keysJSON), "key pair with an ID ending in WXYZ (profile default)"},
		"a folder whose name begins with ~":  {block{"shared_credentials_dir": "~t"}, nil, env("~t/default.credential", keysJSON), "key pair with an ID ending in WXYZ (profile default)"},
		"an empty default profile is passed": {block{}, nil, merge(env(defaultFile, `{}`), nil), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tt.want == "" {
				_, errs := find(t.Context(), tt.block, machine(tt.env, tt.files))
				expectProblem(t, errs, problem{"", "no credentials were found"})
				return
			}
			got := mustPlan(t, tt.block, machine(tt.env, tt.files)).String()
			if got != tt.want {
				t.Errorf("plan is %q, want %q", got, tt.want)
			}
			checkText(t, got)
		})
	}
}

func TestFind_keys(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		block block
		env   map[string]string
		want  tencentapi.Credential
	}{
		"block": {
			block{"secret_id": " " + testID, "secret_key": testKey + "\n", "security_token": testToken},
			nil,
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"environment": {
			block{},
			env("TENCENTCLOUD_SECRET_ID", testID+" ", "TENCENTCLOUD_SECRET_KEY", testKey, "TENCENTCLOUD_SECURITY_TOKEN", testToken, "TENCENTCLOUD_TOKEN", "x"),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"tccli's token": {
			block{},
			env("TENCENTCLOUD_SECRET_ID", testID, "TENCENTCLOUD_SECRET_KEY", testKey, "TENCENTCLOUD_TOKEN", testToken),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"id in the block, key in the environment": {
			block{"secret_id": testID},
			env("TENCENTCLOUD_SECRET_KEY", testKey, "TENCENTCLOUD_TOKEN", testToken),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"key in the block, id in the environment": {
			block{"secret_key": testKey},
			env("TENCENTCLOUD_SECRET_ID", testID),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
		"id in both": {
			block{"secret_id": testID},
			env("TENCENTCLOUD_SECRET_ID", testID, "TENCENTCLOUD_SECRET_KEY", testKey),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
		"token in the block, keys in the environment": {
			block{"security_token": testToken},
			env("TENCENTCLOUD_SECRET_ID", testID, "TENCENTCLOUD_SECRET_KEY", testKey, "TENCENTCLOUD_SECURITY_TOKEN", "x"),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"keys in the block, a token alone in the environment": {
			keysBlock(), env("TENCENTCLOUD_SECURITY_TOKEN", "x", "TENCENTCLOUD_TOKEN", "x\ny"),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
		"the same pair with its token in the environment": {
			keysBlock(), env("TENCENTCLOUD_SECRET_ID", testID, "TENCENTCLOUD_SECURITY_TOKEN", testToken),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"another pair's token is left alone": {
			keysBlock(), merge(keysEnv(), env("TENCENTCLOUD_SECURITY_TOKEN", "x")),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
		"another key's token is left alone": {
			keysBlock(), env("TENCENTCLOUD_SECRET_KEY", "other", "TENCENTCLOUD_SECURITY_TOKEN", "x"),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := openPlan(t, tt.block, machine(tt.env, nil), &fakeSTS{now: stand})
			if got := credential(t.Context(), t, source); got != tt.want {
				t.Errorf("credential is %+v, want %+v", got, tt.want)
			}
			if _, ok := source.(tencentapi.Renewer); ok {
				t.Error("a fixed key pair claims that it can renew")
			}
		})
	}
}

func TestFind_halfAPair(t *testing.T) {
	t.Parallel()
	lacks := func(argument, variable string) string {
		return " is set, but \"" + argument + "\" is not. Set it in one of these places: \"" + argument + "\" in the provider block, environment variable " + variable + "."
	}
	const inID, inKey, otherPair = `"secret_id" in the provider block`, `"secret_key" in the provider block`, ", and the key pair in the environment is another one. Set it in one of these places: "
	noKey, noID := lacks("secret_key", EnvSecretKey), lacks("secret_id", EnvSecretID)
	tests := map[string]struct {
		block      block
		env, files map[string]string
		want       problem
	}{
		"id in the block":        {block{"secret_id": testID}, nil, nil, problem{"secret_key", inID + noKey}},
		"key in the block":       {block{"secret_key": testKey}, nil, nil, problem{"secret_id", inKey + noID}},
		"token in the block":     {block{"security_token": testToken}, nil, nil, problem{"secret_key", `"security_token" in the provider block` + noKey}},
		"id in the environment":  {block{}, env("TENCENTCLOUD_SECRET_ID", testID), nil, problem{"secret_key", "The environment variable TENCENTCLOUD_SECRET_ID" + noKey}},
		"key in the environment": {block{}, env("TENCENTCLOUD_SECRET_KEY", testKey), nil, problem{"secret_id", "The environment variable TENCENTCLOUD_SECRET_KEY" + noID}},
		"not passed over":        {block{}, env("TENCENTCLOUD_SECRET_ID", testID, "TENCENTCLOUD_PROFILE", "dev"), env(devFile, keysJSON), problem{"secret_key", "SECRET_ID" + noKey}},
		"another pair's key":     {block{"secret_id": testID}, keysEnv(), nil, problem{"secret_key", inID + ` is set, but "secret_key" is not` + otherPair + inKey + "."}},
		"no half of another":     {block{"secret_id": testID}, env("TENCENTCLOUD_SECRET_ID", "other"), nil, problem{"secret_key", inID + noKey}},
		"another pair's id":      {block{"secret_key": testKey}, keysEnv(), nil, problem{"secret_id", inKey + ` is set, but "secret_id" is not` + otherPair + inID + "."}},
		"id in a profile":        {block{"profile": "dev"}, keysEnv(), env(devFile, `{"secretId":"x"}`), problem{"", devFile + " contains secretId but no secretKey"}},
		"key in the default profile": {
			block{}, nil, env(defaultFile, `{"secretKey":"`+testKey+`"}`), problem{"", defaultFile + " contains secretKey but no secretId"},
		},
		"null key in another profile": {
			block{"profile": "dev"}, nil, env(devFile, `{"secretId":"x","secretKey":null}`), problem{"", devFile + " contains secretId but no secretKey"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errs := find(t.Context(), tt.block, machine(tt.env, tt.files))
			expectProblem(t, errs, tt.want)
		})
	}
}

// TestFind_twoInTheBlock: two sources in one block are an error.
func TestFind_twoInTheBlock(t *testing.T) {
	t.Parallel()
	sources := map[string]block{
		`"secret_id"/"secret_key"/"security_token"`: keysBlock(),
		`"assume_role_with_saml"`:                   samlBlock(),
		`"assume_role_with_web_identity"`:           webBlock(),
		`"enable_pod_oidc"`:                         {"enable_pod_oidc": "true"},
		`"cam_role_name"`:                           {"cam_role_name": "r"},
		`"profile"`:                                 {"profile": "dev"},
	}
	for first := range sources {
		for second := range sources {
			if first >= second {
				continue
			}
			t.Run(first+second, func(t *testing.T) {
				t.Parallel()
				_, errs := find(t.Context(), merge(sources[first], sources[second]), machine(tkeEnv(), env(devFile, keysJSON)))
				if len(errs) != 1 || !strings.Contains(errs[0].Error(), first) || !strings.Contains(errs[0].Error(), second) {
					t.Errorf("errors are %v, want one that names %s and %s", errs, first, second)
				}
			})
		}
	}
}

// TestFind_tokenOrigin: the plan names where a token was found.
func TestFind_tokenOrigin(t *testing.T) {
	t.Parallel()
	for want, in := range map[string]struct {
		block block
		env   map[string]string
	}{
		fromBlock: {merge(keysBlock(), block{"security_token": testToken}), nil},
		"key pair (environment, token from environment variable TENCENTCLOUD_TOKEN)": {
			block{}, env(EnvSecretID, "id", EnvSecretKey, testKey, "TENCENTCLOUD_TOKEN", testToken),
		},
		"key pair (\"secret_id\" in the provider block, environment variable TENCENTCLOUD_SECRET_KEY, token from environment variable TENCENTCLOUD_SECURITY_TOKEN)": {
			block{"secret_id": "id"}, env(EnvSecretKey, testKey, EnvSecurityToken, testToken),
		},
	} {
		if got := mustPlan(t, in.block, machine(in.env, nil)).String(); got != want {
			t.Errorf("plan is %q, want %q", got, want)
		}
	}
}
