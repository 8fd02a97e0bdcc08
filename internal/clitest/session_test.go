// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// session is the state of a script.
type session struct {
	api       *fakeapi.Server
	url       string       // of the fake
	ahead     atomic.Int64 // of the fake's clock, as time.Duration
	requests  int          // so many have been compared
	downloads int          // so many have been printed

	mu      sync.Mutex
	sent    []string // secrets in responses
	waiting map[string]chan struct{}
}

type sessionKey struct{}

func of(ts *testscript.TestScript) *session { return ts.Value(sessionKey{}).(*session) }

func fake(ts *testscript.TestScript, args []string) {
	s := of(ts)
	service, ok := services[one(ts, args)]
	if !ok {
		ts.Fatalf("unknown service %s", args)
	}
	o := service()
	o.RateLimit, o.Now = -1, func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }
	s.api = fakeapi.New(o)
	server := httptest.NewServer(s)
	ts.Defer(server.Close)
	s.url, s.requests, s.downloads = server.URL, 0, 0
	for name, value := range map[string]string{
		"TENCENTCLOUD_SECRET_ID":          fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY":         fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_SECURITY_TOKEN":     o.Token,
		"TENCENTCLOUD_REGION":             fakeapi.DocumentRegion,
		"TENCENTCLOUD_ENDPOINT_URL_REDIS": s.url,
		"TENCENTCLOUD_ENDPOINT_URL_STS":   s.url,
	} {
		ts.Setenv(name, value)
	}
	profile := fmt.Appendf(nil, `{"secretId": %q, "secretKey": %q}`, fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey)
	ts.Check(os.WriteFile(filepath.Join(ts.Getenv("TENCENTCLOUD_SHARED_CREDENTIALS_DIR"), "dev.credential"), profile, 0o600))
}

func identityToken(ts *testscript.TestScript, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(one(ts, args)), []byte(fakeapi.DefaultWebIdentityToken), 0o600))
}

func later(ts *testscript.TestScript, args []string) {
	d, err := time.ParseDuration(one(ts, args))
	ts.Check(err)
	of(ts).ahead.Add(int64(d))
}

// ServeHTTP is the fake. It remembers the secrets in its responses, and wakes up those
// who wait for a request.
func (s *session) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	action := r.Header.Get("X-TC-Action")
	s.pass("request:" + action)
	if action == "" {
		s.api.ServeHTTP(w, r)
		return
	}
	copied := &copyingWriter{ResponseWriter: w}
	s.api.ServeHTTP(copied, r)
	s.remember(copied.body.Bytes())
	s.pass("response:" + action)
}

type copyingWriter struct {
	http.ResponseWriter

	body bytes.Buffer
}

func (w *copyingWriter) Write(p []byte) (int, error) {
	w.body.Write(p)
	return w.ResponseWriter.Write(p)
}

// wait returns a channel that pass closes.
func (s *session) wait(moment string) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	come := make(chan struct{})
	s.waiting = map[string]chan struct{}{moment: come}
	return come
}

func (s *session) pass(moment string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if come := s.waiting[moment]; come != nil {
		close(come)
		delete(s.waiting, moment)
	}
}

func backup(ts *testscript.TestScript, args []string) {
	content, ok := backupContents[args[1]]
	if !ok {
		ts.Fatalf("unknown content %s", args[1])
	}
	api := of(ts).api
	if api.UpdateBackup(fakeapi.DocumentInstanceID, args[0], content) == nil {
		return
	}
	b := fakeapi.Backup{ID: args[0]}
	content(&b)
	ts.Check(api.AddBackup(fakeapi.DocumentInstanceID, b))
}

func fault(ts *testscript.TestScript, args []string) {
	var all []fakeapi.Fault
	for _, name := range args[1:] {
		f, ok := faults[name]
		if !ok {
			ts.Fatalf("unknown fault %s", name)
		}
		all = append(all, f())
	}
	switch api := of(ts).api; args[0] {
	case "next":
		api.Next(all...)
	case "always":
		api.Always(all...)
	default:
		ts.Fatalf("unknown time %s", args[0])
	}
}

func requests(ts *testscript.TestScript, want []string) {
	s := of(ts)
	var got []string
	for _, r := range s.api.Requests()[s.requests:] {
		got = append(got, r.Action)
	}
	s.requests += len(got)
	if len(want) > 0 && want[0] == "-set" {
		want, got = want[1:], slices.Compact(slices.Sorted(slices.Values(got)))
	}
	if !slices.Equal(got, want) {
		ts.Fatalf("the requests are %s", got)
	}
}

func request(ts *testscript.TestScript, args []string) {
	for _, r := range slices.Backward(of(ts).api.Requests()) {
		if r.Action == one(ts, args) {
			var body map[string]any
			ts.Check(json.Unmarshal(r.Body, &body))
			indented, err := json.MarshalIndent(body, "", "  ")
			ts.Check(err)
			_, _ = fmt.Fprintf(ts.Stdout(), "%s\n", indented) // never fails
			return
		}
	}
	ts.Fatalf("no such request")
}

func downloads(ts *testscript.TestScript, _ []string) {
	s := of(ts)
	all := s.api.Downloads()[s.downloads:]
	s.downloads += len(all)
	stdout := ts.Stdout()
	for _, d := range all {
		line := strings.TrimSpace(path.Base(d.Path) + " " + d.Header.Get("Range"))
		_, _ = fmt.Fprintln(stdout, line) // never fails
	}
}
