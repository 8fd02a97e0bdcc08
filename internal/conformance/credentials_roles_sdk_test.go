// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// asked is a request to STS, apart from what differs between any two.
type asked struct {
	Action, Version, Region string
	Scheme                  string // the first word of Authorization
	SecretID                string
	HasToken                bool
	Code                    string
	Body                    map[string]any
}

// seen returns all requests to STS so far.
func (s *service) seen(t *testing.T) []asked {
	t.Helper()
	var all []asked
	for _, r := range s.Requests() {
		if r.Version != "2018-08-13" {
			continue
		}
		scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		a := asked{r.Action, r.Version, r.Region, scheme, r.SecretID, r.HasToken, r.Code, nil}
		if err := json.Unmarshal(r.Body, &a.Body); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

// wantSame fails the test unless there were two requests, both the given one.
func (s *service) wantSame(t *testing.T, want asked) {
	t.Helper()
	if diff := cmp.Diff([]asked{want, want}, s.seen(t)); diff != "" {
		t.Errorf("requests of the SDK and of ours (-want +got):\n%s", diff)
	}
}

// wantExchange fails the test unless a temporary credential that the SDK got opens
// Redis through our client, and one that we got through the SDK's; both with their
// token only.
func wantExchange(t *testing.T, s *service, sdk, our tencentapi.Credential) {
	t.Helper()
	ask := func(c tencentapi.Credential) error {
		client, err := redisapi.New(tencentapi.Endpoint{BaseURL: "https://" + s.host}, c, withoutRetries()...)
		if err != nil {
			return err
		}
		answer, err := client.BackupURL(t.Context(), redisapi.BackupURLRequest{
			Region: fakeapi.DocumentRegion, InstanceID: fakeapi.DocumentInstanceID, BackupID: fakeapi.DocumentBackupID,
		})
		if err == nil && len(answer.BackupInfos) != 5 {
			t.Errorf("we were answered %d files, want 5", len(answer.BackupInfos))
		}
		return err
	}
	askSDK := func(c tencentapi.Credential) error {
		p := profileFor(s)
		p.HttpProfile.Scheme = "HTTPS"
		client, err := redis.NewClient(common.NewTokenCredential(c.SecretID, c.SecretKey, c.Token), fakeapi.DocumentRegion, p)
		if err != nil {
			return err
		}
		answer, err := client.DescribeBackupUrl(documentRequest())
		if err == nil && len(answer.Response.BackupInfos) != 5 {
			t.Errorf("the SDK was answered %d files, want 5", len(answer.Response.BackupInfos))
		}
		return err
	}
	if err := ask(sdk); err != nil {
		t.Errorf("the SDK's credential through our client: %v", err)
	}
	if err := askSDK(our); err != nil {
		t.Errorf("our credential through the SDK's client: %v", err)
	}
	sdk.Token, our.Token = "", ""
	if e, ok := errors.AsType[*tencentapi.Error](ask(sdk)); !ok || e.Code != "AuthFailure.TokenFailure" {
		t.Errorf("the SDK's credential without its token: got %v, want AuthFailure.TokenFailure", e)
	}
	if e, ok := errors.AsType[*tcerr.TencentCloudSDKError](askSDK(our)); !ok || e.Code != "AuthFailure.TokenFailure" {
		t.Errorf("our credential without its token: got %v, want AuthFailure.TokenFailure", e)
	}
}

// wantIssued fails the test unless these are the credentials that the service has
// issued, so that neither side mixed up a part.
func (s *service) wantIssued(t *testing.T, want ...tencentapi.Credential) {
	t.Helper()
	var got []tencentapi.Credential
	for _, c := range s.Issued() {
		got = append(got, tencentapi.Credential{SecretID: c.SecretID, SecretKey: c.SecretKey, Token: c.Token})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("issued credentials (-held +issued):\n%s", diff)
	}
}

// A profile's own role. The SDK's provider passes it over, so it is asked for as the
// official provider does: with the profile's keys, for two hours. We do so at once.
func TestTCCLIProfileRole_agreesWithSDK(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	for name, test := range map[string]struct {
		fields  string
		options fakeapi.Options
		base    tencentapi.Credential
	}{
		"keys":            {"", fakeapi.Options{SecretID: keyID, SecretKey: secretKey}, pair},
		"keys with token": {"," + tokenJSON, fakeapi.Options{SecretID: keyID, SecretKey: secretKey, Token: keyToken}, tokenPair},
		"a login":         {"," + tokenJSON + holdsJSON, fakeapi.Options{SecretID: keyID, SecretKey: secretKey, Token: keyToken}, tokenPair},
	} {
		inTurn(t, name, func(t *testing.T) {
			home := emptyMachine(t)
			writeFiles(t, home, map[string]string{devFile: with(`"role-arn":"` + fakeapi.DefaultRoleARN + `","role-session-name":"conformance"` + test.fields)})
			s := newSecureService(t, test.options)

			key, err := common.NewTccliProfileProvider("dev").GetCredential()
			if err != nil {
				t.Fatal(err)
			}
			if id, secret, token := key.GetCredential(); (tencentapi.Credential{SecretID: id, SecretKey: secret, Token: token}) != test.base {
				t.Errorf("the SDK's provider gives %s, want the profile's keys without the role", id)
			}
			provider := common.NewRoleArnProviderWithCredential(key, fakeapi.DefaultRoleARN, "conformance", 7200)
			provider.Endpoint = s.host
			sdk, err := askSDK(provider)
			if err != nil {
				t.Fatal(err)
			}
			our, err := askOurs(t, credentials.Block{Profile: "dev"}, connectTo(s))
			if err != nil {
				t.Fatal(err)
			}
			s.wantSame(t, asked{
				Action: "AssumeRole", Version: "2018-08-13", Region: "ap-guangzhou",
				Scheme: "TC3-HMAC-SHA256", SecretID: keyID, HasToken: test.base.Token != "",
				Body: map[string]any{"RoleArn": fakeapi.DefaultRoleARN, "RoleSessionName": "conformance", "DurationSeconds": 7200.0},
			})
			s.wantIssued(t, sdk, our)
			wantExchange(t, s, sdk, our)
		})
	}
}

// fixedInput is a machine without anything, so that tests can be parallel.
func fixedInput(block credentials.Block) credentials.Input {
	return credentials.Input{Block: block, Getenv: func(string) string { return "" }}
}

// openFixed asks for the credential of a block alone.
func openFixed(t *testing.T, block credentials.Block, c credentials.Connection) (tencentapi.Credential, error) {
	t.Helper()
	plan, err := credentials.Resolve(fixedInput(block))
	if err != nil {
		return tencentapi.Credential{}, err
	}
	source, err := plan.Open(c)
	if err != nil {
		return tencentapi.Credential{}, err
	}
	return source.Credential(t.Context())
}

// Roles and web identities that are written down, of every length of session.
func TestRoleProviders_agreeWithSDK(t *testing.T) {
	t.Parallel()
	type both struct {
		sdk  common.Provider
		our  credentials.Block
		want asked
	}
	byKey := func(s *service, seconds int64) both {
		provider := common.NewRoleArnProvider(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, fakeapi.DefaultRoleARN, "conformance", seconds)
		provider.Endpoint = s.host
		block := credentials.Block{
			SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey,
			AssumeRole: &credentials.AssumeRole{RoleARN: fakeapi.DefaultRoleARN, SessionName: "conformance", SessionDuration: seconds},
		}
		return both{provider, block, asked{
			Action: "AssumeRole", Version: "2018-08-13", Region: "ap-guangzhou", Scheme: "TC3-HMAC-SHA256", SecretID: fakeapi.DefaultSecretID,
			Body: map[string]any{"RoleArn": fakeapi.DefaultRoleARN, "RoleSessionName": "conformance", "DurationSeconds": float64(seconds)},
		}}
	}
	byToken := func(s *service, seconds int64) both {
		const token = fakeapi.DefaultWebIdentityToken
		provider := common.NewOIDCRoleArnProvider("ap-guangzhou", fakeapi.DefaultOIDCProvider, token, fakeapi.OIDCRoleARN, "conformance", seconds)
		provider.Endpoint = s.host
		block := credentials.Block{AssumeRoleWithWebIdentity: &credentials.AssumeRoleWithWebIdentity{
			ProviderID: fakeapi.DefaultOIDCProvider, WebIdentityToken: token,
			RoleARN: fakeapi.OIDCRoleARN, SessionName: "conformance", SessionDuration: seconds,
		}}
		return both{provider, block, asked{
			Action: "AssumeRoleWithWebIdentity", Version: "2018-08-13", Region: "ap-guangzhou", Scheme: "SKIP",
			Body: map[string]any{
				"ProviderId": fakeapi.DefaultOIDCProvider, "WebIdentityToken": token,
				"RoleArn": fakeapi.OIDCRoleARN, "RoleSessionName": "conformance", "DurationSeconds": float64(seconds),
			},
		}}
	}
	for name, prepare := range map[string]func(*service, int64) both{"role": byKey, "web identity": byToken} {
		for _, seconds := range []int64{60, 3600, 43200} {
			t.Run(fmt.Sprintf("%s for %d s", name, seconds), func(t *testing.T) {
				t.Parallel()
				s := newSecureService(t, fakeapi.Options{})
				c := prepare(s, seconds)
				sdk, err := askSDK(c.sdk)
				if err != nil {
					t.Fatal(err)
				}
				our, err := openFixed(t, c.our, connectTo(s))
				if err != nil {
					t.Fatal(err)
				}
				s.wantSame(t, c.want)
				s.wantIssued(t, sdk, our)
				wantExchange(t, s, sdk, our)
			})
		}
		for _, seconds := range []int64{-1, 43201} {
			t.Run(fmt.Sprintf("%s for %d s", name, seconds), func(t *testing.T) {
				t.Parallel()
				s := newSecureService(t, fakeapi.Options{})
				c := prepare(s, seconds)
				sdk, sdkErr := askSDK(c.sdk)
				refuses(sdkError, "durationSeconds should be in the range of 0~43200s").check(t, "SDK", "", sdk, sdkErr)
				our, ourErr := openFixed(t, c.our, connectTo(s))
				refuses(argument, fmt.Sprintf("is %d seconds; it must be between 1 and 43200", seconds)).check(t, "we", "", our, ourErr)
				if got := s.seen(t); len(got) != 0 {
					t.Errorf("there were %d requests", len(got))
				}
			})
		}
		// 0 is within the range that the SDK's error names, and refused all the same. To
		// us it is "not set", as to the official provider, and so the usual two hours.
		t.Run(name+" for 0 s", func(t *testing.T) {
			t.Parallel()
			s := newSecureService(t, fakeapi.Options{})
			c := prepare(s, 0)
			sdk, sdkErr := askSDK(c.sdk)
			refuses(sdkError, "durationSeconds should be in the range of 0~43200s").check(t, "SDK", "", sdk, sdkErr)
			if _, err := openFixed(t, c.our, connectTo(s)); err != nil {
				t.Fatal(err)
			}
			c.want.Body["DurationSeconds"] = 7200.0
			if diff := cmp.Diff([]asked{c.want}, s.seen(t)); diff != "" {
				t.Errorf("our request (-want +got):\n%s", diff)
			}
		})
	}
}

// What STS refuses, both report with its code and request id.
func TestRefusedRole_agreesWithSDK(t *testing.T) {
	t.Parallel()
	s := newSecureService(t, fakeapi.Options{})
	provider := common.NewRoleArnProvider(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, fakeapi.ClosedRoleARN, "conformance", 7200)
	provider.Endpoint = s.host
	_, sdkErr := askSDK(provider)
	_, ourErr := openFixed(t, credentials.Block{
		SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey,
		AssumeRole: &credentials.AssumeRole{RoleARN: fakeapi.ClosedRoleARN, SessionName: "conformance"},
	}, connectTo(s))
	requests := s.Requests()
	if len(requests) != 2 {
		t.Fatalf("there were %d requests, want 2", len(requests))
	}
	const code = "AuthFailure.UnauthorizedOperation"
	sdk, ok := errors.AsType[*tcerr.TencentCloudSDKError](sdkErr)
	if !ok || sdk.Code != code || sdk.RequestId != requests[0].RequestID {
		t.Errorf("the SDK reports %v, want %s of request %s", sdkErr, code, requests[0].RequestID)
	}
	our, ok := errors.AsType[*tencentapi.Error](ourErr)
	if !ok || our.Code != code || our.RequestID != requests[1].RequestID {
		t.Errorf("we report %v, want %s of request %s", ourErr, code, requests[1].RequestID)
	}
}
