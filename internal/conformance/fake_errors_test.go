// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestEveryCode makes each service fail with each of its codes. All messages differ.
func TestEveryCode(t *testing.T) {
	t.Parallel()
	for action, codes := range actionCodes() {
		t.Run(action, func(t *testing.T) {
			t.Parallel()
			s := newService(t, fakeapi.Options{RateLimit: -1})
			for _, code := range codes {
				s.Next(fakeapi.Fail(code))
			}
			client, identity := newClient(t, s), newSTS(t, s, defaultKey())
			ask := map[string]func() error{
				"DescribeBackupUrl": func() error {
					_, err := client.DescribeBackupUrl(documentRequest())
					return err
				},
				"DescribeInstanceBackups": func() error {
					_, err := client.DescribeInstanceBackups(redis.NewDescribeInstanceBackupsRequest())
					return err
				},
				"GetCallerIdentity": func() error {
					_, err := identity.GetCallerIdentity(sts.NewGetCallerIdentityRequest())
					return err
				},
			}[action]
			seen := map[string]string{}
			for _, code := range codes {
				wantError(t, s, ask(), code)
				_, message, _ := s.lastError(t)
				if other, twice := seen[message]; twice {
					t.Errorf("%s and %s have the same message %q", code, other, message)
				}
				seen[message] = code
			}
		})
	}
}

// TestErrorsOfData causes errors without a fault.
func TestErrorsOfData(t *testing.T) {
	t.Parallel()
	customize := documentRequest()
	customize.LimitType = new("Customize")
	noBackup := documentRequest()
	noBackup.BackupId = nil
	for code, request := range map[string]*redis.DescribeBackupUrlRequest{
		"ResourceNotFound.InstanceNotExists":                      backupRequest("crs-00000000", "1"),
		"InvalidParameterValue.BackupNotExists":                   backupRequest(fakeapi.DocumentInstanceID, "1"),
		"ResourceUnavailable.BackupStatusInvalid":                 backupRequest(fakeapi.StatusesInstanceID, fakeapi.ExpiredBackupID),
		"UnsupportedOperation.OnlyClusterInstanceCanExportBackup": backupRequest(fakeapi.StandardInstanceID, fakeapi.StandardBackupID),
		"InvalidParameter.InvalidParameter":                       customize,
		"MissingParameter":                                        noBackup,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := newService(t, fakeapi.Options{})
			_, err := newClient(t, s).DescribeBackupUrl(request)
			wantError(t, s, err, code)
		})
	}
}

func TestErrorsOfCredentials(t *testing.T) {
	t.Parallel()
	const id, key = fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey
	later := func() time.Time { return time.Now().Add(5*time.Minute + 10*time.Second) }
	earlier := func() time.Time { return time.Now().Add(-5*time.Minute - 10*time.Second) }
	for name, test := range map[string]struct {
		options fakeapi.Options
		key     common.CredentialIface
		region  string
		code    string
	}{
		"wrong id":       {key: common.NewCredential("AKIDother", key), code: "AuthFailure.SecretIdNotFound"},
		"wrong key":      {key: common.NewCredential(id, "other"), code: "AuthFailure.SignatureFailure"},
		"stale":          {options: fakeapi.Options{Now: later}, key: common.NewCredential(id, key), code: "AuthFailure.SignatureExpire"},
		"in the future":  {options: fakeapi.Options{Now: earlier}, key: common.NewCredential(id, key), code: "AuthFailure.SignatureExpire"},
		"wrong token":    {options: fakeapi.Options{Token: "token"}, key: common.NewTokenCredential(id, key, "other"), code: "AuthFailure.TokenFailure"},
		"no token":       {options: fakeapi.Options{Token: "token"}, key: common.NewCredential(id, key), code: "AuthFailure.TokenFailure"},
		"unknown region": {key: common.NewCredential(id, key), region: "ap-nowhere", code: "UnsupportedRegion"},
		"other region":   {key: common.NewCredential(id, key), region: "ap-beijing", code: "ResourceNotFound.InstanceNotExists"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, test.options)
			region := test.region
			if region == "" {
				region = fakeapi.DocumentRegion
			}
			_, err := newClientWith(t, s, test.key, region).DescribeBackupUrl(documentRequest())
			wantError(t, s, err, test.code)
		})
	}
}

func TestNoRegion(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	key := common.NewCredential(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey)
	_, err := newClientWith(t, s, key, "").DescribeBackupUrl(documentRequest())
	wantError(t, s, err, "MissingParameter")
}

// tamper changes a signed request on its way.
type tamper func(*http.Request)

func (f tamper) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	f(r)
	return http.DefaultTransport.RoundTrip(r)
}

func TestTampering(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change tamper
		code   string
	}{
		"signature": {func(r *http.Request) {
			header := r.Header.Get("Authorization")
			last := "0"
			if strings.HasSuffix(header, "0") {
				last = "1"
			}
			r.Header.Set("Authorization", header[:len(header)-1]+last)
		}, "AuthFailure.SignatureFailure"},
		"body": {func(r *http.Request) {
			body := `{"InstanceId":"crs-4y9t57vt","BackupId":"1"}`
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		}, "AuthFailure.SignatureFailure"},
		"algorithm": {func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "TC3", "TC4", 1))
		}, "AuthFailure.InvalidAuthorization"},
		"service": {func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "/redis/", "/cvm/", 1))
		}, "AuthFailure.InvalidAuthorization"},
		"nothing": {func(*http.Request) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, fakeapi.Options{})
			client := newClient(t, s)
			client.WithHttpTransport(test.change)
			_, err := client.DescribeBackupUrl(documentRequest())
			if test.code == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantError(t, s, err, test.code)
		})
	}
}

func TestUnknownActionAndVersion(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	key := common.NewCredential(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey)
	client := common.NewCommonClient(key, fakeapi.DocumentRegion, profileFor(s))
	for code, request := range map[string]*tchttp.CommonRequest{
		"InvalidAction": tchttp.NewCommonRequest("redis", "2018-04-12", "DescribeNothing"),
		"NoSuchVersion": tchttp.NewCommonRequest("redis", "2018-04-13", "DescribeBackupUrl"),
	} {
		wantError(t, s, client.Send(request, tchttp.NewCommonResponse()), code)
	}
}

func TestUnknownParameter(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	key := common.NewCredential(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey)
	client := common.NewCommonClient(key, fakeapi.DocumentRegion, profileFor(s))
	request := tchttp.NewCommonRequest("redis", "2018-04-12", "DescribeBackupUrl")
	if err := request.SetActionParameters(map[string]any{"InstanceId": "crs-4y9t57vt", "BackupID": "1"}); err != nil {
		t.Fatal(err)
	}
	err := client.Send(request, tchttp.NewCommonResponse())
	wantError(t, s, err, "UnknownParameter")
}
