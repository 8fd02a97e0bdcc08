// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// roleBody is what STS gets to assume roleARN without anything else.
func roleBody(arn, session string) map[string]any {
	return map[string]any{"RoleArn": arn, "RoleSessionName": session, "DurationSeconds": 7200.0}
}

func with(m map[string]any, pairs ...any) map[string]any {
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// TestPlan_chains follows each chain through STS: who signed which request,
// and with what body.
func TestPlan_chains(t *testing.T) {
	t.Parallel()
	const host = "sts.tencentcloudapi.com"
	full := &AssumeRole{
		RoleARN: roleARN, SessionName: "ci", SessionDuration: 3600, Policy: `{"version": "2.0", "x": "a+b"}`,
		ExternalID: "ext", SourceIdentity: "who", SerialNumber: "qcs::cam:uin/1::mfa/softToken", TokenCode: "123456",
	}
	mfa := &MFACertification{SerialNumber: "qcs::cam:uin/1::mfa/softToken", TokenCode: "123456"}
	mfaBody := map[string]any{"SerialNumber": "qcs::cam:uin/1::mfa/softToken", "TokenCode": "123456", "DurationSeconds": 1800.0}
	profileRole := env(devFile, `{"secretId":"`+testID+`","secretKey":"`+testKey+`","role-arn":"`+otherARN+`","role-session-name":"cli"}`)
	web := func(pairs ...any) map[string]any {
		return with(roleBody(roleARN, "session"), append([]any{"ProviderId", "OIDC", "WebIdentityToken", canary + "-jwt"}, pairs...)...)
	}
	tests := map[string]struct {
		block      Block
		env, files map[string]string
		want       []stsCall
	}{
		"assume role, all arguments": {
			Block{SecretID: testID, SecretKey: testKey, SecurityToken: testToken, AssumeRole: full},
			nil, nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, testID, testToken, map[string]any{
				"RoleArn": roleARN, "RoleSessionName": "ci", "DurationSeconds": 3600.0,
				"Policy":     "%7B%22version%22%3A%20%222.0%22%2C%20%22x%22%3A%20%22a%2Bb%22%7D",
				"ExternalId": "ext", "SourceIdentity": "who", "SerialNumber": "qcs::cam:uin/1::mfa/softToken", "TokenCode": "123456",
			}}},
		},
		"assume role from the environment": {
			Block{},
			merge(keysEnv(), roleEnv(), env(
				EnvAssumeRoleSessionDuration, "900", EnvAssumeRoleExternalID, "ext", EnvAssumeRoleSourceIdentity, "who",
				EnvAssumeRoleSerialNumber, "sn", EnvAssumeRoleTokenCode, "123456")), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()[EnvSecretID], "", map[string]any{
				"RoleArn": roleARN, "RoleSessionName": "session", "DurationSeconds": 900.0,
				"ExternalId": "ext", "SourceIdentity": "who", "SerialNumber": "sn", "TokenCode": "123456",
			}}},
		},
		"assume role from tccli's variables": {
			Block{},
			merge(keysEnv(), env(EnvRoleARN, roleARN, EnvRoleSessionName, "cli")), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()[EnvSecretID], "", roleBody(roleARN, "cli")}},
		},
		"official names before tccli's": {
			Block{},
			merge(keysEnv(), roleEnv(), env(EnvRoleARN, otherARN, EnvRoleSessionName, "cli")), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()[EnvSecretID], "", roleBody(roleARN, "session")}},
		},
		"the block's role instead of the environment's, not after it": {
			Block{AssumeRole: &AssumeRole{RoleARN: otherARN}},
			merge(keysEnv(), roleEnv()), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, keysEnv()[EnvSecretID], "", roleBody(otherARN, "session")}},
		},
		"the environment's role on the block's keys": {
			blockKeys, roleEnv(), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, testID, "", roleBody(roleARN, "session")}},
		},
		"an empty assume_role takes the environment's": {
			Block{SecretID: testID, SecretKey: testKey, AssumeRole: &AssumeRole{}},
			roleEnv(), nil,
			[]stsCall{{"AssumeRole", "ap-guangzhou", host, testID, "", roleBody(roleARN, "session")}},
		},
		"profile, its role, assume role": {
			Block{Profile: "dev", AssumeRole: &AssumeRole{RoleARN: roleARN, SessionName: "ci"}},
			nil, profileRole,
			[]stsCall{
				{"AssumeRole", "ap-guangzhou", host, testID, "", roleBody(otherARN, "cli")},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRole-1", "token-AssumeRole-1", roleBody(roleARN, "ci")},
			},
		},
		"profile, MFA, its role": {
			Block{Profile: "dev", MFACertification: mfa},
			nil, profileRole,
			[]stsCall{
				{"GetSessionToken", "ap-guangzhou", host, testID, "", mfaBody},
				{"AssumeRole", "ap-guangzhou", host, "GetSessionToken-1", "token-GetSessionToken-1", roleBody(otherARN, "cli")},
			},
		},
		"MFA, then the role": {
			Block{SecretID: testID, SecretKey: testKey, MFACertification: mfa, AssumeRole: &AssumeRole{RoleARN: roleARN, SessionName: "ci"}},
			nil, nil,
			[]stsCall{
				{"GetSessionToken", "ap-guangzhou", host, testID, "", mfaBody},
				{"AssumeRole", "ap-guangzhou", host, "GetSessionToken-1", "token-GetSessionToken-1", roleBody(roleARN, "ci")},
			},
		},
		"MFA from the environment": {
			blockKeys, env(EnvMFASerialNumber, "sn", EnvMFATokenCode, "654321", EnvMFADurationSeconds, "129600"), nil,
			[]stsCall{{"GetSessionToken", "ap-guangzhou", host, testID, "", map[string]any{"SerialNumber": "sn", "TokenCode": "654321", "DurationSeconds": 129600.0}}},
		},
		"MFA from both": {
			Block{SecretID: testID, SecretKey: testKey, MFACertification: &MFACertification{TokenCode: "111111", DurationSeconds: 60}},
			env(EnvMFASerialNumber, "sn", EnvMFATokenCode, "654321", EnvMFADurationSeconds, "90"), nil,
			[]stsCall{{"GetSessionToken", "ap-guangzhou", host, testID, "", map[string]any{"SerialNumber": "sn", "TokenCode": "111111", "DurationSeconds": 60.0}}},
		},
		"SAML": {
			samlBlock, keysEnv(), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(roleARN, "ci"),
				"SAMLAssertion", canary+"-saml", "PrincipalArn", "qcs::cam::uin/1:saml-provider/p")}},
		},
		"SAML from the environment": {
			Block{},
			merge(samlEnv(), env(EnvAssumeRoleSessionDuration, "43200")), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(roleARN, "session"),
				"DurationSeconds", 43200.0, "SAMLAssertion", canary+"-saml", "PrincipalArn", "qcs::cam::uin/1:saml-provider/p")}},
		},
		"SAML in the block, with a role in the environment that fits nothing": {
			samlBlock, merge(keysEnv(), roleEnv()), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(roleARN, "ci"),
				"SAMLAssertion", canary+"-saml", "PrincipalArn", "qcs::cam::uin/1:saml-provider/p")}},
		},
		"SAML completed by the environment": {
			Block{AssumeRoleWithSAML: &AssumeRoleWithSAML{SessionName: "ci"}},
			samlEnv(), nil,
			[]stsCall{{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(roleARN, "ci"),
				"SAMLAssertion", canary+"-saml", "PrincipalArn", "qcs::cam::uin/1:saml-provider/p")}},
		},
		"SAML, then the role": {
			Block{AssumeRoleWithSAML: samlBlock.AssumeRoleWithSAML, AssumeRole: &AssumeRole{RoleARN: otherARN, SessionName: "ci"}},
			nil, nil,
			[]stsCall{
				{"AssumeRoleWithSAML", "ap-guangzhou", host, "SKIP", "", with(roleBody(roleARN, "ci"),
					"SAMLAssertion", canary+"-saml", "PrincipalArn", "qcs::cam::uin/1:saml-provider/p")},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRoleWithSAML-1", "token-AssumeRoleWithSAML-1", roleBody(otherARN, "ci")},
			},
		},
		"web identity of a provider with a name": {
			Block{AssumeRoleWithWebIdentity: &AssumeRoleWithWebIdentity{
				ProviderID: "github", WebIdentityToken: canary + "-jwt", RoleARN: roleARN, SessionName: "session", SessionDuration: 1,
			}},
			nil, nil,
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web("ProviderId", "github", "DurationSeconds", 1.0)}},
		},
		"web identity from the environment": {
			Block{},
			merge(webEnv(), env(EnvAssumeRoleProviderID, "gitlab")), nil,
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web("ProviderId", "gitlab")}},
		},
		"web identity from files in the environment": {
			Block{},
			env(EnvAssumeRoleWebIdentityTokenFile, "/t", EnvAssumeRoleARNFile, "/a", EnvAssumeRoleSessionName, "session"),
			env("/t", canary+"-jwt\n", "/a", `{"role_arn":"`+roleARN+`"}`),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity with the official spelling": {
			Block{},
			env(EnvAssumeRoleWebIdentityTokenFile, "/t", EnvAssumeRoleARNNFile, "/a", EnvAssumeRoleSessionName, "session"),
			env("/t", `{"web_identity_token":"`+canary+`-jwt"}`, "/a", roleARN),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity: the environment's token wins over its file": {
			Block{},
			merge(webEnv(), env(EnvAssumeRoleWebIdentityTokenFile, "/missing", EnvAssumeRoleARNFile, "/missing")), nil,
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity: the block's files win over the environment": {
			Block{AssumeRoleWithWebIdentity: &AssumeRoleWithWebIdentity{WebIdentityTokenFile: "~/t", RoleARNFile: "/a"}},
			merge(webEnv(), env(EnvAssumeRoleWebIdentityToken, "x", EnvAssumeRoleARN, otherARN)),
			env("/home/u/t", canary+"-jwt", "/a", roleARN),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()}},
		},
		"web identity, then the block's role": {
			Block{AssumeRole: &AssumeRole{RoleARN: otherARN, SessionName: "ci"}},
			webEnv(), nil,
			[]stsCall{
				{"AssumeRoleWithWebIdentity", "ap-guangzhou", host, "SKIP", "", web()},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRoleWithWebIdentity-1", "token-AssumeRoleWithWebIdentity-1", roleBody(otherARN, "ci")},
			},
		},
		"pod identity, in the pod's region": {
			Block{EnablePodOIDC: true},
			tkeEnv(), env("/run/token", canary+"-jwt"),
			[]stsCall{{"AssumeRoleWithWebIdentity", "ap-chengdu", host, "SKIP", "", with(
				roleBody(roleARN, "terraform-provider-tencentredis"), "ProviderId", "tke", "WebIdentityToken", canary+"-jwt")}},
		},
		"pod identity, then the environment's role": {
			Block{EnablePodOIDC: true},
			merge(tkeEnv(), env(EnvAssumeRoleARN, otherARN, EnvAssumeRoleSessionName, "ci")), env("/run/token", canary+"-jwt"),
			[]stsCall{
				{"AssumeRoleWithWebIdentity", "ap-chengdu", host, "SKIP", "", with(
					roleBody(roleARN, "terraform-provider-tencentredis"), "ProviderId", "tke", "WebIdentityToken", canary+"-jwt")},
				{"AssumeRole", "ap-guangzhou", host, "AssumeRoleWithWebIdentity-1", "token-AssumeRoleWithWebIdentity-1", roleBody(otherARN, "ci")},
			},
		},
		"a role of a keyless environment is not the block's keys'": {
			blockKeys, webEnv(), nil, nil,
		},
		"a role of SAML in the environment is not the block's keys'": {
			blockKeys, samlEnv(), nil, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeSTS{now: stand}
			source := open(t, input(tt.block, tt.env, tt.files), connect(f))
			got := credential(t.Context(), t, source)
			if diff := cmp.Diff(tt.want, f.seen()); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			want := testID
			if len(tt.want) > 0 {
				last := tt.want[len(tt.want)-1].Action
				count := 0
				for _, call := range tt.want {
					if call.Action == last {
						count++
					}
				}
				want = fmt.Sprintf("%s-%d", last, count)
			}
			if got.SecretID != want {
				t.Errorf("signs with %q, want %q", got.SecretID, want)
			}
		})
	}
}

func TestPlan_connection(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	c := connect(f)
	c.Region, c.STS = "ap-shanghai-fsi", tencentapi.Endpoint{Domain: "ap-shanghai-fsi.tencentcloudapi.com"}
	credential(t.Context(), t, open(t, input(samlBlock, nil, nil), c))
	if got := f.seen()[0]; got.Region != "ap-shanghai-fsi" || got.Host != "sts.ap-shanghai-fsi.tencentcloudapi.com" {
		t.Errorf("STS was called at %s in %q", got.Host, got.Region)
	}
}

// An endpoint that is none fails what needs it, and nothing else.
func TestPlan_badEndpoint(t *testing.T) {
	t.Parallel()
	const badSTS, badMetadata = "endpoint of sts: it must begin with https:// or http://",
		"endpoint of the instance metadata service: it must be scheme, host and port only, without path or query"
	tests := map[string]struct {
		block                Block
		withSTS, withService string // the errors with either endpoint bad
	}{
		"keys":     {blockKeys, "", ""},
		"role":     {Block{SecretID: testID, SecretKey: testKey, AssumeRole: &AssumeRole{RoleARN: roleARN, SessionName: "ci"}}, badSTS, ""},
		"MFA":      {Block{SecretID: testID, SecretKey: testKey, MFACertification: &MFACertification{SerialNumber: "s", TokenCode: "1"}}, badSTS, ""},
		"SAML":     {samlBlock, badSTS, ""},
		"web":      {webBlock, badSTS, ""},
		"accounts": {Block{SecretID: testID, SecretKey: testKey, AllowedAccountIDs: []string{"1"}}, badSTS, ""},
		"instance": {Block{CAMRoleName: "r"}, "", badMetadata},
		"both":     {Block{CAMRoleName: "r", AssumeRole: &AssumeRole{RoleARN: roleARN, SessionName: "ci"}}, badSTS, badMetadata},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Resolve(input(tt.block, nil, nil))
			if err != nil {
				t.Fatal(err)
			}
			for want, c := range map[*string]Connection{
				&tt.withSTS:     {STS: tencentapi.Endpoint{BaseURL: "ftp://x"}},
				&tt.withService: {MetadataURL: "http://x/path"},
			} {
				if _, err := plan.Open(c); (err != nil) != (*want != "") || err != nil && err.Error() != *want {
					t.Errorf("error is %v, want %q", err, *want)
				}
			}
		})
	}
}

// The default transport for metadata has no proxy, whatever the environment.
func TestConnection_metadataHasNoProxy(t *testing.T) {
	t.Parallel()
	m, err := (&connection{}).metadata()
	if err != nil {
		t.Fatal(err)
	}
	transport, ok := m.http.Transport.(*http.Transport)
	if !ok || transport.Proxy != nil {
		t.Errorf("transport is %T with a proxy", m.http.Transport)
	}
	if m.base != "http://metadata.tencentyun.com" {
		t.Errorf("address is %q", m.base)
	}
}

func TestPlan_secrets(t *testing.T) {
	t.Parallel()
	block := Block{
		SecretID: testID, SecretKey: testKey,
		MFACertification: &MFACertification{SerialNumber: "sn", TokenCode: "111111"},
		AssumeRole:       &AssumeRole{RoleARN: roleARN, SessionName: "ci", SerialNumber: "sn", TokenCode: "222222"},
	}
	tests := map[string]struct {
		in   Input
		want []string
		text string
	}{
		"keys, MFA and role": {
			input(block, nil, nil),
			[]string{testKey, "111111", "222222"},
			fromBlock + ", then MFA session (provider block), then role " + roleARN + " (provider block)",
		},
		"SAML": {input(samlBlock, nil, nil), []string{canary + "-saml"}, "role " + roleARN + " by SAML (provider block)"},
		"web":  {input(webBlock, nil, nil), []string{canary + "-jwt"}, "role " + roleARN + " by web identity (provider block)"},
		"web identity in files": {
			input(Block{AssumeRoleWithWebIdentity: &AssumeRoleWithWebIdentity{WebIdentityTokenFile: "/t", RoleARNFile: "/a", SessionName: "ci"}}, nil, nil),
			nil, "role named in /a by web identity (provider block)",
		},
		"instance": {input(Block{CAMRoleName: "r"}, nil, nil), nil, "instance role r (provider block)"},
		"login": {
			input(Block{Profile: "dev"}, nil, env(devFile, `{"type":"oauth","secretId":"`+testID+`","secretKey":"`+testKey+`","token":"`+testToken+`","expiresAt":9e9}`)),
			[]string{testKey, testToken},
			"key pair with an id ending in WXYZ (profile dev)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Resolve(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, plan.Secrets()); diff != "" {
				t.Errorf("secrets (-want +got):\n%s", diff)
			}
			if plan.String() != tt.text {
				t.Errorf("text is %q, want %q", plan, tt.text)
			}
		})
	}
}

// A refusal of STS tells which source met it, and repeats no secret that STS
// may quote.
func TestPlan_refused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		block  Block
		secret string
		source string
	}{
		"role": {
			Block{SecretID: testID, SecretKey: testKey, AssumeRole: &AssumeRole{RoleARN: roleARN, SessionName: "ci", SerialNumber: "s", TokenCode: canary}},
			canary, "role " + roleARN + " (provider block)",
		},
		"SAML": {samlBlock, canary + "-saml", "role " + roleARN + " by SAML (provider block)"},
		"web":  {webBlock, canary + "-jwt", "role " + roleARN + " by web identity (provider block)"},
		"MFA": {
			Block{SecretID: testID, SecretKey: testKey, MFACertification: &MFACertification{SerialNumber: "s", TokenCode: canary}},
			canary, "MFA session (provider block)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeSTS{now: stand, answer: func(stsCall) (string, error) {
				return refusal("AuthFailure.UnauthorizedOperation", "you said "+tt.secret+"."), nil
			}}
			_, err := open(t, input(tt.block, nil, nil), connect(f)).Credential(t.Context())
			sourceErr, ok := errors.AsType[*SourceError](err)
			if !ok || sourceErr.Source != tt.source {
				t.Fatalf("error is %#v, want a SourceError of %q", err, tt.source)
			}
			apiErr, ok := errors.AsType[*tencentapi.Error](err)
			if !ok || apiErr.Code != "AuthFailure.UnauthorizedOperation" || apiErr.Message != "you said (redacted)." {
				t.Errorf("cause is %v", err)
			}
			checkText(t, err.Error())
			if n := len(f.seen()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

// The source that failed is blamed, not the step that needed it.
func TestPlan_blamesTheSourceBelow(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand, answer: func(c stsCall) (string, error) {
		return refusal("InvalidParameter.WebIdentityTokenError", "bad"), nil
	}}
	block := Block{AssumeRoleWithWebIdentity: webBlock.AssumeRoleWithWebIdentity, AssumeRole: &AssumeRole{RoleARN: otherARN, SessionName: "ci"}}
	_, err := open(t, input(block, nil, nil), connect(f)).Credential(t.Context())
	want := "no credential from role " + roleARN + " by web identity (provider block): AssumeRoleWithWebIdentity: InvalidParameter.WebIdentityTokenError: bad (request ID r-9)"
	if err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if f.actions() != "AssumeRoleWithWebIdentity" {
		t.Errorf("STS was asked for %s", f.actions())
	}
}

// An answer without a whole credential is no credential.
func TestPlan_incompleteAnswer(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"null":     `{"Response":{"Credentials":null,"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no key":   `{"Response":{"Credentials":{"TmpSecretId":"i","Token":"t"},"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no id":    `{"Response":{"Credentials":{"TmpSecretKey":"` + testKey + `","Token":"t"},"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no token": `{"Response":{"Credentials":{"TmpSecretId":"i","TmpSecretKey":"` + testKey + `"},"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no end":   `{"Response":{"Credentials":{"TmpSecretId":"i","TmpSecretKey":"` + testKey + `","Token":"t"},"RequestId":"r-1"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeSTS{now: stand, answer: func(stsCall) (string, error) { return body, nil }}
			_, err := open(t, input(samlBlock, nil, nil), connect(f)).Credential(t.Context())
			if err == nil || !strings.Contains(err.Error(), "lacks a part of the credential or its end (request ID r-1)") {
				t.Errorf("error is %v", err)
			}
			checkText(t, err.Error())
		})
	}
}
