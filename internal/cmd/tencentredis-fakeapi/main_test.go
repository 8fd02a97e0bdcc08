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
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// Without exec, the program prints the environment for clients, logs requests, and at the
// end says which failed.
func TestServe(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	var stderr bytes.Buffer
	done := make(chan error, 1)
	go func() {
		_, err := run(ctx, []string{"-secret-id", "AKIDown", "-secret-key", "own-key", "-token", "tok"}, stdout, &stderr)
		done <- errors.Join(err, stdout.Close())
	}()
	lines := bufio.NewScanner(reader)
	var env []string
	for len(env) < 6 && lines.Scan() {
		env = append(env, lines.Text())
	}
	want := regexp.MustCompile(`^TENCENTCLOUD_SECRET_ID=AKIDown\nTENCENTCLOUD_SECRET_KEY=own-key\nTENCENTCLOUD_REGION=ap-chengdu\n` +
		`TENCENTCLOUD_ENDPOINT_URL_REDIS=(http://127\.0\.0\.1:\d+)\nTENCENTCLOUD_ENDPOINT_URL_STS=(http://127\.0\.0\.1:\d+)\nTENCENTCLOUD_SECURITY_TOKEN=tok$`)
	urls := want.FindStringSubmatch(strings.Join(env, "\n"))
	if urls == nil || urls[1] != urls[2] {
		t.Fatalf("got the environment %q", env)
	}
	if got := post(t, urls[1]); !strings.Contains(got, "required parameter `Authorization`") {
		t.Errorf("got %s", got)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	for _, want := range []string{" DescribeBackupUrl - MissingParameter ", "\ntencentredis-fakeapi: requests that failed:\n  DescribeBackupUrl  MissingParameter  1\n"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr.String())
		}
	}
}

// post sends an unsigned request for DescribeBackupUrl and returns the response.
func post(t *testing.T, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
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

func TestFlagsReachTheServer(t *testing.T) {
	t.Parallel()
	s, err := parse([]string{
		"-listen", "x:1", "-token", "tok", "-rate-limit", "-1", "-seed", "7",
		"-backup-time", "0s", "-fail", "InternalError", "-fail", "FailedOperation=0.5", "-fail", "files:SlowDown=1",
		"-fail", "DescribeBackupUrl:InternalError=0", "-http-error", "DescribeBackupUrl:502=0.1", "-http-error", "files:404",
		"-reset", "0.1", "-lose-response", "1", "-fail-task", "disk full", "-jitter", "1ms",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	o := s.options
	if s.address != "x:1" || len(s.faults) != 11 {
		t.Errorf("got %+v", s)
	}
	if o.Token != "tok" || o.RateLimit != -1 || o.Seed != 7 || o.BackupTime >= 0 {
		t.Errorf("got %+v", o)
	}
	s, err = parse([]string{"exec", "-strict", "-verbose", "--", "x", "-y"}, io.Discard)
	if err != nil || !s.strict || !s.verbose || strings.Join(s.command, " ") != "x -y" {
		t.Errorf("got %+v, %v", s, err)
	}
}

// Each error is one line.
func TestBadArguments(t *testing.T) {
	t.Parallel()
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	address := taken.Addr().String()
	for args, want := range map[string]string{
		"-port 1":                         "flag provided but not defined: -port; see -help",
		"-strict":                         "flag provided but not defined: -strict; see -help",
		"more":                            `unexpected argument "more"; to run a command, put exec first`,
		"exec -strict":                    "exec needs a command, as in: exec -- terraform test",
		"-listen " + address:              `address "` + address + `" is already in use; choose another port, or 0 for a free one`,
		"-fail =0.5":                      "must be an error code, such as InternalError",
		"-fail InternalError=":            `share "" must be a number from 0 to 1`,
		"-fail InternalError=1.1":         `share "1.1" must be a number from 0 to 1`,
		"-fail InternalError=NaN":         `share "NaN" must be a number from 0 to 1`,
		"-fail DescribeURL:InternalError": `unknown action "DescribeURL": must be files, AssumeRole, `,
		"-http-error 200":                 "must be a status from 400 to 599",
		"-reset x":                        `share "x" must be a number from 0 to 1`,
		"-latency -1s":                    "must be a time such as 150ms",
		"-data testdata/none.json":        "-data: open testdata/none.json: ",
		"exec -- tencentredis-no-such-command-here": `command "tencentredis-no-such-command-here" not found`,
	} {
		var stdout, stderr bytes.Buffer
		_, err := run(t.Context(), strings.Fields(args), &stdout, &stderr)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got error %v, want one line with %q", args, err, want)
		}
		if stdout.String()+stderr.String() != "" {
			t.Errorf("%s: printed %q and %q beside the error", args, stdout.String(), stderr.String())
		}
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-h"}, {"exec", "-h"}} {
		var help bytes.Buffer
		if _, err := run(t.Context(), args, io.Discard, &help); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%v returned %v", args, err)
		}
		if !strings.Contains(help.String(), "exec [flags] -- COMMAND") || !strings.Contains(help.String(), "-fail [ACTION:]CODE[=SHARE]") {
			t.Errorf("the help of %v is\n%s", args, help.String())
		}
	}
}
