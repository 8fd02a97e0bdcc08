// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// service is a fake service on loopback that keeps its last response.
type service struct {
	*fakeapi.Server
	host string

	mu   sync.Mutex
	last []byte
}

func newService(t *testing.T, o fakeapi.Options) *service {
	t.Helper()
	s := &service{Server: fakeapi.New(o)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tee := &teeWriter{ResponseWriter: w}
		s.ServeHTTP(tee, r)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.last = tee.sent.Bytes()
	}))
	t.Cleanup(server.Close)
	s.host = strings.TrimPrefix(server.URL, "http://")
	return s
}

// lastError returns the error in the last response.
func (s *service) lastError(t *testing.T) (code, message, requestID string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var envelope struct {
		Response struct {
			Error     struct{ Code, Message string }
			RequestId string //nolint:revive // named as on the wire
		}
	}
	if err := json.Unmarshal(s.last, &envelope); err != nil {
		t.Fatalf("%v: %s", err, s.last)
	}
	return envelope.Response.Error.Code, envelope.Response.Error.Message, envelope.Response.RequestId
}

type teeWriter struct {
	http.ResponseWriter
	sent bytes.Buffer
}

func (w *teeWriter) Write(p []byte) (int, error) {
	w.sent.Write(p)
	return w.ResponseWriter.Write(p)
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

// wantError checks that err is the SDK's error with that code, and with the message and
// RequestId of the response.
func wantError(t *testing.T, s *service, err error, code string) {
	t.Helper()
	got, ok := errors.AsType[*tcerr.TencentCloudSDKError](err)
	if !ok {
		t.Fatalf("got %v, want a TencentCloudSDKError with code %s", err, code)
	}
	wireCode, message, id := s.lastError(t)
	if got.Code != code || wireCode != code {
		t.Errorf("got code %q (%s), sent %q, want %q", got.Code, got.Message, wireCode, code)
	}
	if got.Message != message || message == "" {
		t.Errorf("got message %q, sent %q", got.Message, message)
	}
	if got.RequestId != id || id == "" {
		t.Errorf("got RequestId %q, sent %q", got.RequestId, id)
	}
	requests := s.Requests()
	if last := requests[len(requests)-1]; last.Code != code || last.RequestID != id {
		t.Errorf("recorded code %q and RequestID %q, sent %q and %q", last.Code, last.RequestID, code, id)
	}
}
