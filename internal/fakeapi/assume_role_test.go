// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// assume returns the body of an AssumeRole request with further members.
func assume(arn, more string) string {
	return fmt.Sprintf(`{"RoleArn":%q,"RoleSessionName":"session"%s}`, arn, more)
}

const goodPolicy = `{"version":"2.0","statement":[{"effect":"allow","action":["redis:Describe*"],"resource":["*"]}]}`

// policy returns a member Policy of a request, encoded.
func policy(text string) string { return `,"Policy":"` + url.QueryEscape(text) + `"` }

func TestAssumeRoleResponse(t *testing.T) {
	t.Parallel()
	got := stsCaller("AssumeRole").call(t, newDocumentServer(), assume(DefaultRoleARN, ""))
	wantCode(t, got, "")
	form := regexp.MustCompile(`^\{"Response":\{"Credentials":\{"Token":"[\w-]{128}","TmpSecretId":"AKID[\w-]{60}","TmpSecretKey":"[\w-]{44}"\},` +
		`"ExpiredTime":1551960065,"Expiration":"2019-03-07T12:01:05Z","RequestId":"` + got.requestID + `"\}\}$`)
	if !form.MatchString(got.text) {
		t.Errorf("got %s, want %s", got.text, form)
	}
}

func TestAssumeRoleAccepts(t *testing.T) {
	t.Parallel()
	user := Role{Name: "user", Trusts: []string{"qcs::cam::uin/100000000001:uin/200000000001"}}
	tests := map[string]struct {
		body string
		life time.Duration
	}{
		"the default role":   {assume(DefaultRoleARN, ""), 2 * time.Hour},
		"the longest":        {assume(DefaultRoleARN, `,"DurationSeconds":43200`), 12 * time.Hour},
		"of another account": {assume(CrossAccountRoleARN, ""), 2 * time.Hour},
		"that trusts a user": {assume("qcs::cam::uin/100000000001:roleName/user", ""), 2 * time.Hour},
		"an external id":     {assume(GuardedRoleARN, `,"ExternalId":"fake/external-id"`), 2 * time.Hour},
		"MFA":                {assume(MFARoleARN, `,"SerialNumber":"`+DefaultMFASerial+`","TokenCode":"482724"`), 2 * time.Hour},
		"a policy":           {assume(DefaultRoleARN, policy(goodPolicy)), 2 * time.Hour},
		"a source identity":  {assume(DefaultRoleARN, `,"SourceIdentity":"1000001"`), 2 * time.Hour},
		"a short role":       {assume(ShortRoleARN, `,"DurationSeconds":3600`), time.Hour},
		"an odd session":     {`{"RoleArn":"` + DefaultRoleARN + `","RoleSessionName":"+=,.@_-9"}`, 2 * time.Hour},
		"the longest name":   {`{"RoleArn":"` + DefaultRoleARN + `","RoleSessionName":"` + strings.Repeat("x", 128) + `"}`, 2 * time.Hour},
	}
	for name, test := range tests {
		s := New(Options{Now: func() time.Time { return documentTime }, Roles: append(BuiltInRoles(), user)})
		got := stsCaller("AssumeRole").call(t, s, test.body).credential(t)
		if want := documentTime.Add(test.life); !got.Expires.Equal(want) {
			t.Errorf("%s: it expires at %s, want %s", name, got.Expires, want)
		}
		wantCode(t, caller{}.with(got).call(t, s, documentBody), "")
	}
}

func TestAssumeRoleRefuses(t *testing.T) {
	t.Parallel()
	const param, format = "InvalidParameter.ParamError", "InvalidParameter.StrategyFormatError"
	long := strings.Repeat("x", 129)
	tests := map[string]struct{ body, code string }{
		"no role":                {`{"RoleSessionName":"session"}`, "MissingParameter"},
		"no session":             {`{"RoleArn":"` + DefaultRoleARN + `"}`, "MissingParameter"},
		"unknown parameter":      {assume(DefaultRoleARN, `,"RoleSession":"x"`), "UnknownParameter"},
		"an encoded role":        {assume(url.QueryEscape(DefaultRoleARN), ""), param},
		"a role's bare name":     {assume("reader", ""), param},
		"a role without account": {assume("qcs::cam::uin/:roleName/reader", ""), param},
		"another kind of role":   {assume("qcs::cam::uin/100000000001:group/reader", ""), param},
		"an unknown role":        {assume("qcs::cam::uin/100000000001:roleName/nobody", ""), "InternalError.GetRoleError"},
		"a short session":        {`{"RoleArn":"` + DefaultRoleARN + `","RoleSessionName":"x"}`, param},
		"a long session":         {`{"RoleArn":"` + DefaultRoleARN + `","RoleSessionName":"` + long + `"}`, param},
		"no duration":            {assume(DefaultRoleARN, `,"DurationSeconds":0`), param},
		"a duration in text":     {assume(DefaultRoleARN, `,"DurationSeconds":"7200"`), "InvalidParameter"},
		"too long":               {assume(DefaultRoleARN, `,"DurationSeconds":43201`), "InvalidParameter.OverTimeError"},
		"too long for the role":  {assume(ShortRoleARN, `,"DurationSeconds":3601`), "InvalidParameter.OverTimeError"},
		"not trusted":            {assume(ClosedRoleARN, ""), "AuthFailure.UnauthorizedOperation"},
		"not assumed before":     {assume(ChainedRoleARN, ""), "AuthFailure.UnauthorizedOperation"},
		"for instances only":     {assume("qcs::cam::uin/100000000001:roleName/instance", ""), "AuthFailure.UnauthorizedOperation"},
		"a wrong external id":    {assume(GuardedRoleARN, `,"ExternalId":"other"`), "AuthFailure.UnauthorizedOperation"},
		"an ill external id":     {assume(GuardedRoleARN, `,"ExternalId":"a b"`), param},
		"no MFA":                 {assume(MFARoleARN, ""), "AuthFailure.MFAFailure"},
		"a wrong code":           {assume(MFARoleARN, `,"SerialNumber":"`+DefaultMFASerial+`","TokenCode":"482725"`), "FailedOperation.CheckMFAError"},
		"another device":         {assume(MFARoleARN, `,"SerialNumber":"qcs::cam:uin/100000000001::mfa/u2f","TokenCode":"482724"`), "FailedOperation.MFATypeNotSupported"},
		"a policy not encoded":   {assume(DefaultRoleARN, fmt.Sprintf(`,"Policy":%q`, goodPolicy)), format},
		"a policy of no JSON":    {assume(DefaultRoleARN, policy("allow")), format},
		"a policy of no effect":  {assume(DefaultRoleARN, policy(strings.Replace(goodPolicy, "effect", "affect", 1))), format},
		"a policy of principals": {assume(DefaultRoleARN, policy(strings.Replace(goodPolicy, `"effect"`, `"principal":{},"effect"`, 1))), "InvalidParameter.StrategyInvalid"},
		"a source of letters":    {assume(DefaultRoleARN, `,"SourceIdentity":"me"`), param},
	}
	for name, test := range tests {
		s := newDocumentServer()
		got := stsCaller("AssumeRole").call(t, s, test.body)
		if got.code != test.code || len(s.Issued()) != 0 {
			t.Errorf("%s: got %q (%s), want %q; %d credentials were issued", name, got.code, got.message, test.code, len(s.Issued()))
		}
	}
}

// The message is public.
func TestAssumeRoleMessage(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	got := stsCaller("AssumeRole").call(t, s, assume(ClosedRoleARN, ""))
	want := "You are not authorized to perform this operation. Check your CAM policies, and ensure that you are using the correct access keys. " +
		"[[request id:" + got.requestID + "]you are not authorized to perform operation (sts:AssumeRole)\n" +
		"resource (qcs::cam::uin/100000000001:roleName/closed) has no permission]"
	if got.message != want {
		t.Errorf("got message %q, want %q", got.message, want)
	}
}

// A role may assume roles that the user may not, and a session of a session still
// names the user whose key started the chain.
func TestAssumeRoleChain(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	first := stsCaller("AssumeRole").call(t, s, assume(DefaultRoleARN, "")).credential(t)
	second := stsCaller("AssumeRole").with(first).call(t, s, assume(ChainedRoleARN, `,"DurationSeconds":60`)).credential(t)
	wantCode(t, caller{}.with(second).call(t, s, documentBody), "")
	got := s.Issued()
	if len(got) != 2 || got[0].RoleARN != DefaultRoleARN || got[1].RoleARN != ChainedRoleARN || got[1].Session != "session" || got[1].Source != "AssumeRole" {
		t.Errorf("got %+v", got)
	}
	if second.SecretID != got[1].SecretID || second.SecretKey != got[1].SecretKey || second.Token != got[1].Token || !second.Expires.Equal(got[1].Expires) {
		t.Errorf("issued %+v, got %+v", got[1], second)
	}
	identity := stsCaller("GetCallerIdentity").with(second).call(t, s, "{}")
	if identity.response["PrincipalId"] != DefaultUserID {
		t.Errorf("got %s", identity.text)
	}
}
