// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// newBareService is newService without what keeps the answers, so that faults have
// the connection to themselves.
func newBareService(t *testing.T, o fakeapi.Options) *service {
	t.Helper()
	s := &service{Server: fakeapi.New(o)}
	server := httptest.NewUnstartedServer(s.Server)
	server.Config.ConnState = s.ConnState
	server.Start()
	t.Cleanup(server.Close)
	s.host = strings.TrimPrefix(server.URL, "http://")
	return s
}

// late is what net/http says where time is up: which, depends on who notices first.
var late = []string{"Client.Timeout", "context deadline exceeded"}

func containsAny(text string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// Each fault reaches a user of the SDK as what it is, and is over after one request.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   fakeapi.Fault
		code    string // "" for success
		message string // empty for one of late, where there is a code
	}{
		"latency":           {fault: fakeapi.Latency(time.Millisecond).And(fakeapi.Jitter(time.Millisecond))},
		"an error":          {fakeapi.Fail("InternalError"), "InternalError", "An internal error has occurred"},
		"HTML":              {fakeapi.HTTPError(502), "ClientError.ParseJsonError", "502 Bad Gateway"},
		"reset":             {fakeapi.Reset(), "ClientError.NetworkError", "connection reset by peer"},
		"reset in the body": {fakeapi.ResetBody(), "ClientError.ParseJsonError", "connection reset by peer"},
		"truncated":         {fakeapi.Truncate(), "ClientError.ParseJsonError", "Fail to parse json content"},
		"too short":         {fakeapi.WrongLength(5), "ClientError.ParseJsonError", "unexpected EOF"},
		"too long":          {fakeapi.WrongLength(-5), "ClientError.ParseJsonError", "Fail to parse json content"},
		"gzip":              {fault: fakeapi.Gzip()},
		"a slow drip":       {fault: fakeapi.Drip(100, 0)},
		"a content type":    {fault: fakeapi.ContentType("text/plain")},
		"duplicate keys":    {fault: fakeapi.DuplicateKeys()},
		"deep nesting":      {fault: fakeapi.DeepNesting(1000)},
		"a redirect":        {fault: fakeapi.Redirect(307, "/")},
		"a hang":            {fakeapi.Hang(), "ClientError.NetworkError", ""},
		"half a body":       {fakeapi.HangBody(), "ClientError.ParseJsonError", ""},
		"no end":            {fakeapi.Endless(), "ClientError.ParseJsonError", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newBareService(t, fakeapi.Options{})
			s.Next(test.fault)
			client := newClient(t, s)
			said := []string{test.message}
			if test.code != "" && test.message == "" {
				said = late
				client.WithHttpTransport(impatient{})
			}
			response, err := client.DescribeBackupUrl(documentRequest())
			switch {
			case test.code == "":
				if err != nil || len(response.Response.BackupInfos) != 5 {
					t.Errorf("got %v", err)
				}
			case err == nil || !strings.Contains(err.Error(), "Code="+test.code+",") || !containsAny(err.Error(), said):
				t.Errorf("got %v, want %s with one of %q", err, test.code, said)
			}
			if _, err := newClient(t, s).DescribeBackupUrl(documentRequest()); err != nil {
				t.Errorf("after the fault: %v", err)
			}
			if s.Pending() != 0 {
				t.Error("the fault was not met")
			}
		})
	}
}

// A share of failures, as the SDK sees them and as the fake has recorded them.
func TestShareOfFailures(t *testing.T) {
	t.Parallel()
	s := newBareService(t, fakeapi.Options{RateLimit: -1})
	s.Always(fakeapi.Fail("InternalError").Sometimes(1.0 / 3))
	client := newClient(t, s)
	failed := 0
	for range 90 {
		if _, err := client.DescribeBackupUrl(documentRequest()); err != nil {
			if got, ok := errors.AsType[*tcerr.TencentCloudSDKError](err); !ok || got.Code != "InternalError" {
				t.Fatal(err)
			}
			failed++
		}
	}
	recorded := 0
	for _, r := range s.Requests() {
		if r.Code == "InternalError" {
			recorded++
		}
	}
	if failed != recorded || failed < 15 || failed > 45 {
		t.Errorf("%d failed, %d are recorded, want about 30", failed, recorded)
	}
	if got := s.Stats(); got.Total.Requests != 90 || got.MaxInFlight != 1 || got.Connections != 1 {
		t.Errorf("got %+v, want 90 requests over one connection", got)
	}
}

// The SDK's provider for the role of an instance.
func TestInstanceRole(t *testing.T) { //nolint:paralleltest // there is one name of the metadata service for all tests
	s := newBareService(t, fakeapi.Options{})
	server := httptest.NewServer(s.Metadata())
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	metadataAddress.Store(&address)
	for _, provider := range []common.Provider{
		common.DefaultCvmRoleProvider(),
		common.NewCvmRoleProvider(fakeapi.DefaultInstanceRole),
	} {
		key, err := provider.GetCredential()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := newClientWith(t, s, key, fakeapi.DocumentRegion).DescribeBackupUrl(documentRequest()); err != nil {
			t.Error(err)
		}
	}
	if got := len(s.MetadataRequests()); got != 3 || len(s.Issued()) != 1 {
		t.Errorf("%d requests to the metadata service and %d credentials, want 3 and 1", got, len(s.Issued()))
	}
	for fault, want := range map[string]fakeapi.Fault{
		"Please confirm whether the role is bound": fakeapi.HTTPError(404).OnMetadata(),
		"code=Failed":                    fakeapi.Fail("Failed").OnMetadata(),
		"looking for beginning of value": fakeapi.HTTPError(500).OnMetadata(),
	} {
		s.Next(want)
		_, err := common.NewCvmRoleProvider(fakeapi.DefaultInstanceRole).GetCredential()
		if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("got %v, want %q", err, fault)
		}
	}
}
