// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// service is a fake service on loopback.
type service struct {
	*fakeapi.Server

	host string
}

func newService(t *testing.T, o fakeapi.Options) *service {
	t.Helper()
	s := &service{Server: fakeapi.New(o)}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.host = strings.TrimPrefix(server.URL, "http://")
	return s
}

// profileFor points the SDK at a service.
func profileFor(s *service) *profile.ClientProfile {
	p := profile.NewClientProfile()
	p.HttpProfile.Scheme = "HTTP"
	p.HttpProfile.Endpoint = s.host
	return p
}

// newClient returns the SDK's client for a service, with the fake's default key
// and the region of the document's instance.
func newClient(t *testing.T, s *service) *redis.Client {
	t.Helper()
	return newClientIn(t, s, fakeapi.DocumentRegion)
}

func newClientIn(t *testing.T, s *service, region string) *redis.Client {
	t.Helper()
	return newClientWith(t, s, common.NewCredential(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey), region)
}

func newClientWith(t *testing.T, s *service, key common.CredentialIface, region string) *redis.Client {
	t.Helper()
	client, err := redis.NewClient(key, region, profileFor(s))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// documentRequest is the request of the document's example.
func documentRequest() *redis.DescribeBackupUrlRequest {
	return backupRequest(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID)
}

func backupRequest(instance, backup string) *redis.DescribeBackupUrlRequest {
	r := redis.NewDescribeBackupUrlRequest()
	r.InstanceId, r.BackupId = new(instance), new(backup)
	return r
}

// wantError checks that err is the SDK's error with that code, a message, and the
// RequestId of the last response.
func wantError(t *testing.T, s *service, err error, code string) {
	t.Helper()
	got, ok := errors.AsType[*tcerr.TencentCloudSDKError](err)
	if !ok {
		t.Fatalf("got %v, want a TencentCloudSDKError with code %s", err, code)
	}
	requests := s.Requests()
	last := requests[len(requests)-1]
	if got.Code != code || got.Message == "" || got.RequestId != last.RequestID || last.Code != code {
		t.Errorf("got %v, recorded code %q and RequestID %q, want code %q", got, last.Code, last.RequestID, code)
	}
}
