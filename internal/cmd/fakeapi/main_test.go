// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// buffer is a bytes.Buffer for several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// command is a run of the command.
type command struct {
	addresses []string // in the order in which they were printed
	stderr    *buffer
	end       func() error // ends it and returns what run returned
}

// start runs the command and reads its lines on standard output, which must begin
// like these greetings.
func start(t *testing.T, greetings []string, args ...string) command {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	c := command{stderr: &buffer{}}
	done := make(chan error, 1)
	go func() {
		err := run(ctx, args, stdout, c.stderr)
		stdout.CloseWithError(io.EOF)
		done <- err
	}()
	c.end = func() error {
		cancel()
		return <-done
	}
	lines := bufio.NewReader(reader)
	for _, greeting := range greetings {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("%v in place of a line; run returned %v", err, c.end())
		}
		match := regexp.MustCompile(`^` + greeting + ` (http://127\.0\.0\.1:[1-9]\d*)\n$`).FindStringSubmatch(line)
		if match == nil {
			t.Fatalf("got line %q", line)
		}
		c.addresses = append(c.addresses, match[1])
	}
	return c
}

// onlyAPI is what is printed without the metadata service.
var onlyAPI = []string{"listening on"}

// ask sends an unsigned request for an action and returns the answer.
func ask(t *testing.T, address string) string {
	t.Helper()
	return fetch(t, http.MethodPost, address)
}

func fetch(t *testing.T, method, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-TC-Action", "DescribeBackupUrl")
	r.Header.Set("X-TC-Version", "2018-04-12")
	resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestServesUntilTold(t *testing.T) {
	t.Parallel()
	c := start(t, onlyAPI, "-secret-id", "AKIDown", "-secret-key", "own-key")
	if got := ask(t, c.addresses[0]); !strings.Contains(got, "required parameter `Authorization`") {
		t.Errorf("got %s", got)
	}
	if err := c.end(); err != nil {
		t.Errorf("run returned %v", err)
	}
	printed := c.stderr.String()
	for _, want := range []string{
		"SecretId AKIDown\n",
		"instance crs-4y9t57vt in ap-chengdu (cluster)\n  backup 678362566696298532848117  status  2  files 5  the example of the API document\n",
		"instance crs-standard in ap-chengdu (standard)\n",
		`status  2  files 1  "a\x00b\x1b[31m\r\n\t\"'` + "`$(c)${d}%{e}<b>&.rdb\"\n",
		"role qcs::cam::uin/100000000001:roleName/reader  for the key above\n",
		" DescribeBackupUrl - MissingParameter ",
		"\nrequests: 1, refused for their rate: 0, most in a second: 1, most in a calendar second: 1, most at a time: 1, connections: 1\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("standard error lacks %q:\n%s", want, printed)
		}
	}
	if strings.Contains(printed, "own-key") {
		t.Errorf("the key is on standard error:\n%s", printed)
	}
}

func TestFlagsReachTheServer(t *testing.T) {
	t.Parallel()
	s, err := parse([]string{
		"-listen", "x:1", "-metadata-listen", "x:2", "-token", "tok", "-rate-limit", "-1", "-rate-window", "calendar", "-fail", "InternalError",
		"-seed", "7", "-fail-share", "FailedOperation=0.5", "-fail-share", "InternalError=1", "-latency", "1ms", "-jitter", "1ms",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	o := s.options
	if s.listen != "x:1" || s.metadataListen != "x:2" || s.fail != "InternalError" || len(s.faults) != 5 {
		t.Errorf("got %+v", s)
	}
	if o.Token != "tok" || o.RateLimit != -1 || o.RateWindow != fakeapi.CalendarSecond || o.Seed != 7 || o.SecretID == "" || o.SecretKey == "" {
		t.Errorf("got %+v", o)
	}
	s, err = parse([]string{"-rate-window", "sliding"}, io.Discard)
	if err != nil || s.options.RateWindow != fakeapi.SlidingSecond || len(s.faults) != 0 {
		t.Errorf("got %+v, %v", s, err)
	}
}

// The faults of the flags are met: an unsigned request is delayed there and back.
func TestDelays(t *testing.T) {
	t.Parallel()
	c := start(t, onlyAPI, "-latency", "30ms", "-jitter", "1ns")
	began := time.Now()
	ask(t, c.addresses[0])
	if took := time.Since(began); took < 30*time.Millisecond {
		t.Errorf("it took %s, want 30 ms", took)
	}
	if err := c.end(); err != nil {
		t.Errorf("run returned %v", err)
	}
}

func TestMetadataService(t *testing.T) {
	t.Parallel()
	c := start(t, []string{"listening on", "metadata service on"}, "-metadata-listen", "127.0.0.1:0")
	got := fetch(t, http.MethodGet, c.addresses[1]+"/latest/meta-data/cam/security-credentials/")
	if got != fakeapi.DefaultInstanceRole {
		t.Errorf("got roles %q", got)
	}
	if err := c.end(); err != nil {
		t.Errorf("run returned %v", err)
	}
	if !strings.Contains(c.stderr.String(), " metadata GET /latest/meta-data/cam/security-credentials/ 200\n") {
		t.Errorf("standard error lacks the request:\n%s", c.stderr.String())
	}
}

// An address that cannot be had ends the command before it serves anything.
func TestOneAddressIsTaken(t *testing.T) {
	t.Parallel()
	var stdout buffer
	if err := run(t.Context(), []string{"-metadata-listen", "127.0.0.1:-1"}, &stdout, io.Discard); err == nil {
		t.Error("run returned no error")
	}
	if stdout.String() != "" {
		t.Errorf("got standard output %q", stdout.String())
	}
}

func TestBadArguments(t *testing.T) {
	t.Parallel()
	var help buffer
	if err := run(t.Context(), []string{"-h"}, io.Discard, &help); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h returned %v", err)
	}
	if !strings.Contains(help.String(), "-rate-limit requests") {
		t.Errorf("got help\n%s", help.String())
	}
	for _, flag := range []string{"-rate-window second", "-fail-share CODE=SHARE", "-latency time", "-jitter time", "-metadata-listen address", "-seed number"} {
		if !strings.Contains(help.String(), flag) {
			t.Errorf("the help lacks %q:\n%s", flag, help.String())
		}
	}
	for _, args := range [][]string{
		{"-port", "1"},
		{"more"},
		{"-listen", "127.0.0.1:-1"},
		{"-rate-window", "minute"},
		{"-fail-share", "InternalError"},
		{"-fail-share", "=0.5"},
		{"-fail-share", "InternalError=1.1"},
		{"-fail-share", "InternalError=-0.1"},
		{"-fail-share", "InternalError=NaN"},
		{"-latency", "-1s"},
		{"-jitter", "-1s"},
	} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil || errors.Is(err, flag.ErrHelp) {
			t.Errorf("%v returned %v", args, err)
		}
	}
}
