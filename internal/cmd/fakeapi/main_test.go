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

// start runs the command and returns its address, its standard error, and a
// function that ends it and returns what run returned.
func start(t *testing.T, args ...string) (address string, stderr *buffer, end func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	stderr = &buffer{}
	done := make(chan error, 1)
	go func() {
		err := run(ctx, args, stdout, stderr)
		stdout.CloseWithError(io.EOF)
		done <- err
	}()
	end = func() error {
		cancel()
		return <-done
	}
	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatalf("no first line: %v; run returned %v", err, end())
	}
	match := regexp.MustCompile(`^listening on (http://127\.0\.0\.1:[1-9]\d*)\n$`).FindStringSubmatch(line)
	if match == nil {
		t.Fatalf("got first line %q", line)
	}
	return match[1], stderr, end
}

// ask sends an unsigned request for an action and returns the answer.
func ask(t *testing.T, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-TC-Action", "DescribeBackupUrl")
	r.Header.Set("X-TC-Version", "2018-04-12")
	resp, err := new(http.Transport).RoundTrip(r)
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
	address, stderr, end := start(t, "-secret-id", "AKIDown", "-secret-key", "own-key")
	if got := ask(t, address); !strings.Contains(got, "required parameter `Authorization`") {
		t.Errorf("got %s", got)
	}
	if err := end(); err != nil {
		t.Errorf("run returned %v", err)
	}
	printed := stderr.String()
	for _, want := range []string{
		"SecretId AKIDown\n",
		"instance crs-4y9t57vt in ap-chengdu (cluster)\n  backup 678362566696298532848117  status  2  files 5  the example of the API document\n",
		"instance crs-standard in ap-chengdu (standard)\n",
		" DescribeBackupUrl - MissingParameter ",
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
	o, listen, fail, err := parse([]string{"-listen", "x:1", "-token", "tok", "-rate-limit", "-1", "-fail", "InternalError"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if listen != "x:1" || o.Token != "tok" || o.RateLimit != -1 || fail != "InternalError" || o.SecretID == "" || o.SecretKey == "" {
		t.Errorf("got %+v, listen %q, fail %q", o, listen, fail)
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
	for _, args := range [][]string{{"-port", "1"}, {"more"}, {"-listen", "127.0.0.1:-1"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil || errors.Is(err, flag.ErrHelp) {
			t.Errorf("%v returned %v", args, err)
		}
	}
}
