// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const (
	defaultFile = "/home/u/.tccli/default.credential"
	devFile     = "/home/u/.tccli/dev.credential"
	keysJSON    = `{"secretId":"` + testID + `","secretKey":"` + testKey + `"}`
)

func env(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// merge returns a map with all of the given ones, the later ones winning.
func merge(maps ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range maps {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

var (
	blockKeys = Block{SecretID: testID, SecretKey: testKey}
	samlBlock = Block{AssumeRoleWithSAML: &AssumeRoleWithSAML{
		SAMLAssertion: canary + "-saml", PrincipalARN: "qcs::cam::uin/1:saml-provider/p", RoleARN: roleARN, SessionName: "ci",
	}}
	webBlock = Block{AssumeRoleWithWebIdentity: &AssumeRoleWithWebIdentity{
		WebIdentityToken: canary + "-jwt", RoleARN: roleARN, SessionName: "ci",
	}}
)

func keysEnv() map[string]string {
	return env(EnvSecretID, "AKIDenvironment-of-the-shell-ENVI", EnvSecretKey, canary+"-env")
}

func roleEnv() map[string]string {
	return env(EnvAssumeRoleARN, roleARN, EnvAssumeRoleSessionName, "session")
}

func webEnv() map[string]string {
	return merge(roleEnv(), env(EnvAssumeRoleWebIdentityToken, canary+"-jwt"))
}

func samlEnv() map[string]string {
	return merge(roleEnv(), env(EnvAssumeRoleSAMLAssertion, canary+"-saml", EnvAssumeRolePrincipalARN, "qcs::cam::uin/1:saml-provider/p"))
}

func tkeEnv() map[string]string {
	return env(EnvTKERegion, "ap-chengdu", EnvTKEProviderID, "tke", EnvTKEWebIdentityTokenFile, "/run/token", EnvTKERoleARN, roleARN)
}

const (
	fromBlock = "key pair with an id ending in WXYZ (provider block)"
	fromEnv   = "key pair with an id ending in ENVI (environment)"
)

func TestResolve_base(t *testing.T) {
	t.Parallel()
	dev := env(devFile, keysJSON)
	def := env(defaultFile, keysJSON)
	tests := map[string]struct {
		block      Block
		env, files map[string]string
		want       string
	}{
		"key pair in the block":              {blockKeys, nil, nil, fromBlock},
		"SAML in the block":                  {samlBlock, nil, nil, "role " + roleARN + " by SAML (provider block)"},
		"web identity in the block":          {webBlock, nil, nil, "role " + roleARN + " by web identity (provider block)"},
		"pod identity":                       {Block{EnablePodOIDC: true}, tkeEnv(), nil, "role " + roleARN + " by pod identity (provider block)"},
		"instance role in the block":         {Block{CAMRoleName: "r"}, nil, nil, "instance role r (provider block)"},
		"profile in the block":               {Block{Profile: "dev"}, nil, dev, "key pair with an id ending in WXYZ (profile dev)"},
		"key pair in the environment":        {Block{}, keysEnv(), nil, fromEnv},
		"SAML in the environment":            {Block{}, samlEnv(), nil, "role " + roleARN + " by SAML (environment)"},
		"web identity in the environment":    {Block{}, webEnv(), nil, "role " + roleARN + " by web identity (environment)"},
		"instance role in the environment":   {Block{}, env(EnvCAMRoleName, "r"), nil, "instance role r (environment)"},
		"profile in the environment":         {Block{}, env(EnvProfile, "dev"), dev, "key pair with an id ending in WXYZ (profile dev)"},
		"profile in tccli's variable":        {Block{}, env(EnvProfileTCCLI, "dev"), dev, "key pair with an id ending in WXYZ (profile dev)"},
		"default profile":                    {Block{}, nil, def, "key pair with an id ending in WXYZ (profile default)"},
		"profile with an instance role":      {Block{Profile: "dev"}, nil, env(devFile, `{"type":"cvm-role"}`), "instance role (profile dev)"},
		"an instance role over its keys":     {Block{Profile: "dev"}, nil, env(devFile, `{"type":"cvm-role",`+keysJSON[1:]), "instance role (profile dev)"},
		"a blank id is none":                 {Block{SecretID: " ", SecretKey: "\n"}, keysEnv(), nil, fromEnv},
		"a short id is not shown":            {Block{SecretID: "AKIDshort", SecretKey: testKey}, nil, nil, "key pair (provider block)"},
		"the block's keys over keyless":      {blockKeys, webEnv(), nil, fromBlock},
		"the block's keys over the env's":    {blockKeys, keysEnv(), def, fromBlock},
		"the block's profile over keys":      {Block{Profile: "dev"}, keysEnv(), dev, "key pair with an id ending in WXYZ (profile dev)"},
		"the block's profile over env's":     {Block{Profile: "dev"}, env(EnvProfile, "x", EnvCAMRoleName, "r"), dev, "key pair with an id ending in WXYZ (profile dev)"},
		"the block's SAML over env's web":    {samlBlock, webEnv(), nil, "role " + roleARN + " by SAML (provider block)"},
		"the block's role over env's keys":   {Block{CAMRoleName: "r"}, keysEnv(), nil, "instance role r (provider block)"},
		"pod identity over env's keys":       {Block{EnablePodOIDC: true}, merge(tkeEnv(), keysEnv()), nil, "role " + roleARN + " by pod identity (provider block)"},
		"env: web identity over the rest":    {Block{}, merge(webEnv(), keysEnv(), env(EnvCAMRoleName, "r", EnvProfile, "dev")), nil, "role " + roleARN + " by web identity (environment)"},
		"env: SAML over the rest":            {Block{}, merge(samlEnv(), keysEnv(), env(EnvCAMRoleName, "r", EnvProfile, "dev")), nil, "role " + roleARN + " by SAML (environment)"},
		"env: instance role over keys":       {Block{}, merge(keysEnv(), env(EnvCAMRoleName, "r", EnvProfile, "dev")), nil, "instance role r (environment)"},
		"env: keys over the profile":         {Block{}, merge(keysEnv(), env(EnvProfile, "missing")), def, fromEnv},
		"env: profile over the default":      {Block{}, env(EnvProfile, "dev", EnvProfileTCCLI, "x"), merge(dev, env(defaultFile, `{`)), "key pair with an id ending in WXYZ (profile dev)"},
		"pod's variables alone do nothing":   {Block{}, merge(tkeEnv(), keysEnv()), nil, fromEnv},
		"a token alone does nothing":         {Block{}, env(EnvToken, testToken), def, "key pair with an id ending in WXYZ (profile default)"},
		"the folder from the block":          {Block{SharedCredentialsDir: "/etc/t"}, env(EnvSharedCredentialsDir, "/x"), env("/etc/t/default.credential", keysJSON), "key pair with an id ending in WXYZ (profile default)"},
		"the folder from the environment":    {Block{Profile: "dev"}, env(EnvSharedCredentialsDir, "/etc/t"), env("/etc/t/dev.credential", keysJSON), "key pair with an id ending in WXYZ (profile dev)"},
		"the folder below the home folder":   {Block{SharedCredentialsDir: "~/t"}, nil, env("/home/u/t/default.credential", keysJSON), "key pair with an id ending in WXYZ (profile default)"},
		"the folder is the home folder":      {Block{SharedCredentialsDir: "~"}, nil, env("/home/u/default.credential", keysJSON), "key pair with an id ending in WXYZ (profile default)"},
		"a folder whose name begins with ~":  {Block{SharedCredentialsDir: "~t"}, nil, env("~t/default.credential", keysJSON), "key pair with an id ending in WXYZ (profile default)"},
		"an empty default profile is passed": {Block{}, nil, merge(env(defaultFile, `{}`), nil), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Resolve(input(tt.block, tt.env, tt.files))
			if tt.want == "" {
				if missing, ok := errors.AsType[*MissingError](err); !ok {
					t.Errorf("error is %v (%v), want a MissingError", err, missing)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := plan.String(); got != tt.want {
				t.Errorf("plan is %q, want %q", got, tt.want)
			}
			checkText(t, plan.String())
		})
	}
}

func TestResolve_keys(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		block Block
		env   map[string]string
		want  tencentapi.Credential
	}{
		"block": {
			Block{SecretID: " " + testID, SecretKey: testKey + "\n", SecurityToken: testToken},
			nil,
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"environment": {
			Block{},
			env(EnvSecretID, testID+" ", EnvSecretKey, testKey, EnvSecurityToken, testToken, EnvToken, "x"),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"tccli's token": {
			Block{},
			env(EnvSecretID, testID, EnvSecretKey, testKey, EnvToken, testToken),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"id in the block, key in the environment": {
			Block{SecretID: testID},
			env(EnvSecretKey, testKey, EnvToken, testToken),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"key in the block, id in the environment": {
			Block{SecretKey: testKey},
			env(EnvSecretID, testID),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
		"id in both": {
			Block{SecretID: testID},
			env(EnvSecretID, testID, EnvSecretKey, testKey),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
		"token in the block, keys in the environment": {
			Block{SecurityToken: testToken},
			env(EnvSecretID, testID, EnvSecretKey, testKey, EnvSecurityToken, "x"),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"keys in the block, their token in the environment": {
			blockKeys, env(EnvSecurityToken, testToken),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken},
		},
		"another pair's token is left alone": {
			blockKeys, merge(keysEnv(), env(EnvSecurityToken, "x")),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
		"another key's token is left alone": {
			blockKeys, env(EnvSecretKey, "other", EnvSecurityToken, "x"),
			tencentapi.Credential{SecretID: testID, SecretKey: testKey},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := open(t, input(tt.block, tt.env, nil), Connection{})
			if got := credential(t.Context(), t, source); got != tt.want {
				t.Errorf("credential is %+v, want %+v", got, tt.want)
			}
			if _, ok := source.(tencentapi.Renewer); ok {
				t.Error("a fixed key pair claims that it can renew")
			}
		})
	}
}

func TestResolve_halfAPair(t *testing.T) {
	t.Parallel()
	const otherPair = "belongs to another key pair, since the environment's other half is not the block's"
	inBlockKey, inBlockID := "`secret_key` in the provider block", "`secret_id` in the provider block"
	envKey, envID := "environment variable `TENCENTCLOUD_SECRET_KEY`", "environment variable `TENCENTCLOUD_SECRET_ID`"
	tests := map[string]struct {
		block      Block
		env, files map[string]string
		want       KeyPairError
	}{
		"id in the block":             {Block{SecretID: testID}, nil, nil, KeyPairError{"secret_key", inBlockID, "secret_key", []Finding{{inBlockKey, notSet}, {envKey, notSet}}}},
		"key in the block":            {Block{SecretKey: testKey}, nil, nil, KeyPairError{"secret_id", inBlockKey, "secret_id", []Finding{{inBlockID, notSet}, {envID, notSet}}}},
		"token in the block":          {Block{SecurityToken: testToken}, nil, nil, KeyPairError{"secret_key", "`security_token` in the provider block", "secret_key", []Finding{{inBlockKey, notSet}, {envKey, notSet}}}},
		"id in the environment":       {Block{}, env(EnvSecretID, testID), nil, KeyPairError{"secret_key", envID, "secret_key", []Finding{{inBlockKey, notSet}, {envKey, notSet}}}},
		"key in the environment":      {Block{}, env(EnvSecretKey, testKey), nil, KeyPairError{"secret_id", envKey, "secret_id", []Finding{{inBlockID, notSet}, {envID, notSet}}}},
		"not passed over":             {Block{}, env(EnvSecretID, testID, EnvProfile, "dev"), env(devFile, keysJSON), KeyPairError{"secret_key", envID, "secret_key", []Finding{{inBlockKey, notSet}, {envKey, notSet}}}},
		"another pair's key":          {Block{SecretID: testID}, keysEnv(), nil, KeyPairError{"secret_key", inBlockID, "secret_key", []Finding{{inBlockKey, notSet}, {envKey, otherPair}}}},
		"another pair's id":           {Block{SecretKey: testKey}, keysEnv(), nil, KeyPairError{"secret_id", inBlockKey, "secret_id", []Finding{{inBlockID, notSet}, {envID, otherPair}}}},
		"id in a profile":             {Block{Profile: "dev"}, keysEnv(), env(devFile, `{"secretId":"x"}`), KeyPairError{"", "secretId in " + devFile, "secretKey", []Finding{{devFile, notSet}}}},
		"key in the default profile":  {Block{}, nil, env(defaultFile, `{"secretKey":"`+testKey+`"}`), KeyPairError{"", "secretKey in " + defaultFile, "secretId", []Finding{{defaultFile, notSet}}}},
		"null key in another profile": {Block{Profile: "dev"}, nil, env(devFile, `{"secretId":"x","secretKey":null}`), KeyPairError{"", "secretId in " + devFile, "secretKey", []Finding{{devFile, notSet}}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Resolve(input(tt.block, tt.env, tt.files))
			got, ok := errors.AsType[*KeyPairError](err)
			if !ok {
				t.Fatalf("error is %v, want a KeyPairError", err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			checkText(t, err.Error())
			for _, part := range []string{tt.want.Found, tt.want.Missing, tt.want.Looked[0].Source} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}

// Two sources in one block cannot both be meant, whichever they are.
func TestResolve_twoInTheBlock(t *testing.T) {
	t.Parallel()
	set := map[string]func(*Block){
		"`secret_id`/`secret_key`/`security_token`": func(b *Block) { b.SecretID, b.SecretKey = testID, testKey },
		"`assume_role_with_saml`":                   func(b *Block) { b.AssumeRoleWithSAML = samlBlock.AssumeRoleWithSAML },
		"`assume_role_with_web_identity`":           func(b *Block) { b.AssumeRoleWithWebIdentity = webBlock.AssumeRoleWithWebIdentity },
		"`enable_pod_oidc`":                         func(b *Block) { b.EnablePodOIDC = true },
		"`cam_role_name`":                           func(b *Block) { b.CAMRoleName = "r" },
		"`profile`":                                 func(b *Block) { b.Profile = "dev" },
	}
	for first := range set {
		for second := range set {
			if first >= second {
				continue
			}
			t.Run(first+second, func(t *testing.T) {
				t.Parallel()
				var block Block
				set[first](&block)
				set[second](&block)
				_, err := Resolve(input(block, tkeEnv(), env(devFile, keysJSON)))
				problems, ok := err.(Problems) //nolint:errorlint // Resolve promises the type itself
				if !ok || len(problems) != 1 {
					t.Fatalf("error is %v, want one problem", err)
				}
				argErr, ok := errors.AsType[*ArgumentError](err)
				if !ok || !strings.Contains(argErr.Reason, first) || !strings.Contains(argErr.Reason, second) {
					t.Errorf("error is %v, want one that names %s and %s", err, first, second)
				}
				checkText(t, err.Error())
			})
		}
	}
}

func TestResolve_missing(t *testing.T) {
	t.Parallel()
	_, err := Resolve(input(Block{AssumeRole: &AssumeRole{RoleARN: roleARN, SessionName: "ci"}}, merge(tkeEnv(), env(EnvToken, testToken)), nil))
	missing, ok := errors.AsType[*MissingError](err)
	if !ok {
		t.Fatalf("error is %v, want a MissingError", err)
	}
	want := []Finding{
		{"key pair in the provider block", notSet},
		{"SAML assertion in the provider block", notSet},
		{"web identity in the provider block", notSet},
		{"pod identity in the provider block", "not set, although the environment variable `TKE_ROLE_ARN` is"},
		{"instance role in the provider block", notSet},
		{"profile in the provider block", notSet},
		{"web identity in the environment", notSet},
		{"SAML assertion in the environment", notSet},
		{"instance role in the environment", notSet},
		{"key pair in the environment", "only the environment variable `TENCENTCLOUD_TOKEN` is set, which is of no use without a key pair"},
		{"profile in the environment", notSet},
		{"default profile", "/home/u/.tccli/default.credential does not exist"},
	}
	if diff := cmp.Diff(want, missing.Report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if text := missing.Error(); strings.Count(text, "\n  - ") != len(want) || !strings.Contains(text, "\n  - key pair in the provider block: not set\n") {
		t.Errorf("text is %q", text)
	}

	in := input(Block{}, nil, env(defaultFile, `{"token":null}`))
	_, err = Resolve(in)
	if missing, ok = errors.AsType[*MissingError](err); !ok || missing.Report[11].Found != defaultFile+" holds no key pair" {
		t.Errorf("error is %v, want the default profile's file called empty", err)
	}
	in.Home = ""
	_, err = Resolve(in)
	if missing, ok = errors.AsType[*MissingError](err); !ok || missing.Report[11].Found != "not looked for, since the home folder is not known" {
		t.Errorf("error is %v, want the default profile not looked for", err)
	}
}

// Without anything injected, the files are this machine's and the time is now.
func TestResolve_thisMachine(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".tccli"), 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(end time.Time) {
		content := fmt.Sprintf(`{"type":"oauth","secretId":%q,"secretKey":%q,"expiresAt":%d}`, testID, testKey, end.Unix())
		if err := os.WriteFile(filepath.Join(home, ".tccli", "default.credential"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := Input{Getenv: func(string) string { return "" }, Home: home}
	write(time.Now().Add(time.Hour))
	if cred := credential(t.Context(), t, open(t, in, Connection{})); cred.SecretID != testID {
		t.Errorf("the id is %q", cred.SecretID)
	}
	write(time.Now().Add(-time.Hour))
	_, err := Resolve(in)
	if _, ok := errors.AsType[*ExpiredLoginError](err); !ok {
		t.Errorf("error is %v, want an expired login", err)
	}
}

// The order in the documentation is the one that Resolve takes.
func TestOrder(t *testing.T) {
	t.Parallel()
	_, err := Resolve(input(Block{}, nil, nil))
	missing, ok := errors.AsType[*MissingError](err)
	if !ok {
		t.Fatalf("error is %v, want a MissingError", err)
	}
	order := Order()
	for i, finding := range missing.Report {
		if order[i].Name != finding.Source || order[i].Chained {
			t.Errorf("row %d is %+v, and the report says %q", i, order[i], finding.Source)
		}
		if inBlock := len(order[i].Arguments) > 0; inBlock != order[i].Exclusive {
			t.Errorf("row %q has arguments %q and is exclusive: %t", order[i].Name, order[i].Arguments, order[i].Exclusive)
		}
	}
	var chained []string
	for _, row := range order[len(missing.Report):] {
		if !row.Chained {
			t.Errorf("row %q is not chained, and was not looked for", row.Name)
		}
		chained = append(chained, row.Name)
	}
	if diff := cmp.Diff([]string{"MFA session", "role of the profile, where a profile is the base", "assumed role"}, chained); diff != "" {
		t.Errorf("chained (-want +got):\n%s", diff)
	}
}
