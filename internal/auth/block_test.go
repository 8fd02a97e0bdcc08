// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

type block = setting.Block

const (
	samlARN     = "qcs::cam::uin/1:saml-provider/p"
	defaultFile = "/home/u/.tccli/default.credential"
)

// machine returns a process with this environment and these files, by path.
func machine(env, files map[string]string) setting.Process {
	return setting.Process{
		Getenv: func(name string) string { return env[name] },
		Home:   "/home/u",
		Now:    stand, Open: memory(files),
	}
}

func find(ctx context.Context, b block, p setting.Process) (*Plan, []error) {
	l := &setting.Lookup{Process: p, Block: b}
	return Find(ctx, l), l.Errors
}

// mustPlan returns the plan of a valid block.
func mustPlan(t *testing.T, b block, p setting.Process) *Plan {
	t.Helper()
	plan, errs := find(t.Context(), b, p)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return plan
}

// openPlan returns the source of a valid block.
func openPlan(t *testing.T, b block, p setting.Process, f *fakeSTS) tencentapi.CredentialSource {
	t.Helper()
	source, err := mustPlan(t, b, p).Open(complete(connect(f)))
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// problem is an error about an argument of a block, or about something else.
type problem struct{ argument, says string }

// expectProblem checks that errs is one error, without a secret.
func expectProblem(t *testing.T, errs []error, want problem) {
	t.Helper()
	if len(errs) != 1 {
		t.Fatalf("%d errors, want 1: %v", len(errs), errs)
	}
	argument := ""
	if e, ok := errors.AsType[*setting.Error](errs[0]); ok {
		argument = e.Argument
	}
	if argument != want.argument || !strings.Contains(filepath.ToSlash(errs[0].Error()), want.says) {
		t.Errorf("error about %q is\n%v\nwant one about %q with\n%s", argument, errs[0], want.argument, want.says)
	}
	checkText(t, errs[0].Error())
}

// merge returns the union of maps; a later one overrides.
func merge[V any](all ...map[string]V) map[string]V {
	merged := map[string]V{}
	for _, m := range all {
		maps.Copy(merged, m)
	}
	return merged
}

func keysEnv() map[string]string {
	return env("TENCENTCLOUD_SECRET_ID", "AKIDenvironment-of-the-shell-ENVI", "TENCENTCLOUD_SECRET_KEY", canary+"-env")
}

func roleEnv() map[string]string {
	return env("TENCENTCLOUD_ASSUME_ROLE_ARN", readerARN, "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "session")
}

func webEnv() map[string]string {
	return merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN", canary+"-jwt"))
}

func samlEnv() map[string]string {
	return merge(roleEnv(), env("TENCENTCLOUD_ASSUME_ROLE_SAML_ASSERTION", canary+"-saml", "TENCENTCLOUD_ASSUME_ROLE_PRINCIPAL_ARN", samlARN))
}

func tkeEnv() map[string]string {
	return env("TKE_REGION", "ap-chengdu", "TKE_PROVIDER_ID", "tke", "TKE_WEB_IDENTITY_TOKEN_FILE", "/run/token", "TKE_ROLE_ARN", readerARN)
}

func keysBlock() block { return block{"secret_id": testID, "secret_key": testKey} }

func roleBlock(arn string) block {
	return block{"assume_role": "{}", "assume_role.role_arn": arn, "assume_role.session_name": "ci"}
}

func mfaBlock() block {
	return block{"mfa_certification": "{}", "mfa_certification.serial_number": "sn", "mfa_certification.token_code": "123456"}
}

func samlBlock() block {
	return block{
		"assume_role_with_saml": "{}", "assume_role_with_saml.saml_assertion": canary + "-saml", "assume_role_with_saml.principal_arn": samlARN,
		"assume_role_with_saml.role_arn": readerARN, "assume_role_with_saml.session_name": "ci",
	}
}

func webBlock() block {
	return block{
		"assume_role_with_web_identity": "{}", "assume_role_with_web_identity.web_identity_token": canary + "-jwt",
		"assume_role_with_web_identity.role_arn": readerARN, "assume_role_with_web_identity.session_name": "ci",
	}
}

const (
	fromBlock = "key pair with an ID ending in WXYZ (provider block)"
	fromEnv   = "key pair with an ID ending in ENVI (environment)"
)
