// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// change is what a test makes of the fake's requests and responses.
type change struct {
	request  func(*http.Request)
	response func(r *http.Request, header http.Header, status int)
	body     *strings.Replacer // of the API's responses
}

// contactWith returns a contact with the document's instance at a server.
func contactWith(t *testing.T, handler http.Handler) *contact {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := redisapi.New(tencentapi.Endpoint{BaseURL: server.URL}, tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey})
	if err != nil {
		t.Fatal(err)
	}
	return &contact{client: client, region: fakeapi.DocumentRegion, instance: fakeapi.DocumentInstanceID}
}

// meetFake meets the fake, changed, and returns the assumptions that do not hold.
func meetFake(t *testing.T, c change) (wrong []string, printed string) {
	t.Helper()
	backups := fakeapi.NewBackups(1, time.Now().Add(-time.Hour), time.Hour)
	backups[0].Files = []fakeapi.File{fakeapi.NewFile("1.rdb", 1000), fakeapi.NewFile("2.rdb", 2000)}
	fake := fakeapi.New(fakeapi.Options{RateLimit: -1, BackupTime: time.Millisecond, Instances: []fakeapi.Instance{
		{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: backups},
	}})
	met := contactWith(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.request != nil && r.Method == http.MethodGet {
			c.request(r)
		}
		recorded := httptest.NewRecorder()
		fake.ServeHTTP(recorded, r)
		body := recorded.Body.Bytes()
		if c.response != nil && r.Method == http.MethodGet {
			c.response(r, recorded.Header(), recorded.Code)
		}
		if c.body != nil && r.Method == http.MethodPost {
			body = []byte(c.body.Replace(string(body)))
			recorded.Header().Del("Content-Length")
		}
		maps.Copy(w.Header(), recorded.Header())
		w.WriteHeader(recorded.Code)
		_, _ = w.Write(body)
	}))
	met.meet(t.Context())
	for _, r := range met.rows {
		if !r.holds {
			wrong = append(wrong, r.assumption)
		}
	}
	return wrong, fmt.Sprint(met.rows)
}

func TestMeet(t *testing.T) {
	t.Parallel()
	// The fake's internal URLs work here.
	const reachable = "internal URLs are unreachable from here"
	header := func(name, value string, statuses ...int) change {
		return change{response: func(_ *http.Request, h http.Header, status int) {
			if len(statuses) == 0 || status == statuses[0] {
				h.Set(name, value)
			}
		}}
	}
	ofListing := func(old, changed string) change { return change{body: strings.NewReplacer(old, changed)} }
	for name, tt := range map[string]struct {
		change change
		want   []string
	}{
		"as documented":      {want: []string{reachable}},
		"no backups":         {ofListing(`"Status":2`, `"Status":1`), []string{"a backup can be downloaded"}},
		"weak ETag":          {header("ETag", `W/"x"`), []string{"the ETag is strong", "Range and If-Range return the rest", reachable}},
		"no CRC-64":          {header("X-Cos-Hash-Crc64ecma", ""), []string{"a response has a CRC-64", reachable, "files pass three checks"}},
		"CRC-64 of the part": {header("X-Cos-Hash-Crc64ecma", "1", 206), []string{"its CRC-64 is that of the whole file", reachable}},
		"no ranges": {
			change{request: func(r *http.Request) { r.Header.Del("Range") }},
			[]string{"Range and If-Range return the rest", reachable},
		},
		"If-Range ignored": {
			change{request: func(r *http.Request) { r.Header.Del("If-Range") }},
			[]string{"with another ETag, they return all", reachable},
		},
		"other sizes": {
			ofListing(`"FileSize":1000`, `"FileSize":999`),
			[]string{"Content-Length is the listed size", "Range and If-Range return the rest", reachable, "files pass three checks"},
		},
		"no sizes":    {ofListing(`"FileSize":2000`, `"FileSize":0`), []string{"files have sizes", reachable}},
		"other order": {ofListing(`"1.rdb"`, `"3.rdb"`), []string{"files are listed by name", reachable}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, printed := meetFake(t, tt.change)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("these assumptions do not hold (-want +got):\n%s\n%s", diff, printed)
			}
			for _, secret := range []string{fakeapi.DefaultSecretID, fakeapi.DocumentInstanceID, "q-signature", "http://", ".rdb"} {
				if bytes.Contains([]byte(printed), []byte(secret)) {
					t.Errorf("the table has %q:\n%s", secret, printed)
				}
			}
		})
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	fake := fakeapi.New(fakeapi.Options{RateLimit: -1, BackupTime: time.Millisecond, Instances: []fakeapi.Instance{
		{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion},
	}})
	met := contactWith(t, fake)
	met.create(t.Context())
	for _, r := range met.rows {
		if !r.holds {
			t.Errorf("%+v", r)
		}
	}
	if len(met.rows) != 2 {
		t.Errorf("%d rows, want 2", len(met.rows))
	}
}
