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
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// start runs the program and returns its first lines and a function that stops it.
func start(t *testing.T, lines int, args ...string) (printed []string, stderr *bytes.Buffer, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	stderr = &bytes.Buffer{}
	done := make(chan error, 1)
	go func() {
		_, err := run(ctx, args, stdout, stderr)
		_ = stdout.CloseWithError(io.EOF)
		done <- err
	}()
	for scanner := bufio.NewScanner(reader); len(printed) < lines && scanner.Scan(); {
		printed = append(printed, scanner.Text())
	}
	if len(printed) < lines {
		t.Fatalf("%q; run returned %v", printed, <-done)
	}
	return printed, stderr, func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run returned %v", err)
		}
	}
}

// urlAfter returns the URL at the end of a line.
func urlAfter(t *testing.T, prefix, line string) string {
	t.Helper()
	url, found := strings.CutPrefix(line, prefix)
	if !found || !regexp.MustCompile(`^http://127\.0\.0\.1:[1-9]\d*$`).MatchString(url) {
		t.Fatalf("got line %q, want %q and a URL", line, prefix)
	}
	return url
}

// fetch sends an unsigned request for DescribeBackupUrl and returns the response.
func fetch(t *testing.T, method, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader("{}"))
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

func TestServe(t *testing.T) {
	t.Parallel()
	lines, stderr, stop := start(t, 1, "-secret-id", "AKIDown", "-secret-key", "own-key", "-latency", "30ms")
	began := time.Now()
	if got := fetch(t, http.MethodPost, urlAfter(t, "listening on ", lines[0])); !strings.Contains(got, "required parameter `Authorization`") {
		t.Errorf("got %s", got)
	}
	if took := time.Since(began); took < 30*time.Millisecond {
		t.Errorf("it took %s, want 30 ms", took)
	}
	stop()
	printed := stderr.String()
	for _, want := range []string{
		"SecretId AKIDown\n",
		"instance crs-4y9t57vt in ap-chengdu (cluster)\n  backup 678362566696298532848117  status  2  files 5  \"the example of the API document\"\n",
		"instance crs-standard in ap-chengdu (standard)\n",
		"role qcs::cam::uin/100000000001:roleName/reader  for the key above\n",
		" DescribeBackupUrl - MissingParameter ",
		"\nrequests: 1, throttled: 0, most in one second: 1\n",
		"\ntencentredis-fakeapi: requests that failed:\n  DescribeBackupUrl  MissingParameter  1\n",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("standard error lacks %q:\n%s", want, printed)
		}
	}
	if strings.Contains(printed, "own-key") {
		t.Errorf("the key is on standard error:\n%s", printed)
	}
}

func TestPrintEnv(t *testing.T) {
	t.Parallel()
	lines, stderr, stop := start(t, 7, "-print-env", "-token", "tok", "-metadata-listen", "127.0.0.1:0")
	for i, want := range []string{
		"TENCENTCLOUD_SECRET_ID=" + fakeapi.DefaultSecretID, "TENCENTCLOUD_SECRET_KEY=" + fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION=ap-chengdu", "", "", "TENCENTCLOUD_SECURITY_TOKEN=tok",
	} {
		if want != "" && lines[i] != want {
			t.Errorf("line %d is %q, want %q", i, lines[i], want)
		}
	}
	if redis, sts := urlAfter(t, "TENCENTCLOUD_ENDPOINT_URL_REDIS=", lines[3]), urlAfter(t, "TENCENTCLOUD_ENDPOINT_URL_STS=", lines[4]); redis != sts {
		t.Errorf("got %s and %s", redis, sts)
	}
	metadata := urlAfter(t, "TENCENTCLOUD_ENDPOINT_URL_METADATA=", lines[6])
	if got := fetch(t, http.MethodGet, metadata+"/latest/meta-data/cam/security-credentials/"); got != fakeapi.DefaultInstanceRole {
		t.Errorf("got roles %q", got)
	}
	stop()
	if !strings.Contains(stderr.String(), " metadata GET /latest/meta-data/cam/security-credentials/ 200\n") {
		t.Errorf("standard error lacks the request:\n%s", stderr)
	}
}

func TestFlagsReachTheServer(t *testing.T) {
	t.Parallel()
	s, err := parse([]string{
		"-listen", "x:1", "-metadata-listen", "x:2", "-token", "tok", "-rate-limit", "-1", "-seed", "7",
		"-backup-time", "0s", "-fail", "InternalError", "-fail", "FailedOperation=0.5", "-fail", "files:SlowDown=1",
		"-fail", "DescribeBackupUrl:InternalError=0", "-http-error", "DescribeBackupUrl:502=0.1", "-http-error", "files:404",
		"-reset", "0.1", "-lose-response", "1", "-fail-task", "disk full", "-jitter", "1ms",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	o := s.options
	if s.address != "x:1" || s.metadataAddress != "x:2" || len(s.faults) != 11 {
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
		"exec -print-env -- true":         "flag provided but not defined: -print-env; see -help",
		"-listen " + address:              `address "` + address + `" is already in use; choose another port, or 0 for a free one`,
		"-metadata-listen " + address:     `address "` + address + `" is already in use; choose another port, or 0 for a free one`,
		"-fail =0.5":                      "must be an error code, such as InternalError",
		"-fail InternalError=":            `share "" must be a number from 0 to 1`,
		"-fail InternalError=1.1":         `share "1.1" must be a number from 0 to 1`,
		"-fail InternalError=-0.1":        `share "-0.1" must be a number from 0 to 1`,
		"-fail InternalError=NaN":         `share "NaN" must be a number from 0 to 1`,
		"-fail DescribeURL:InternalError": `unknown action "DescribeURL": must be files, AssumeRole, `,
		"-http-error 200":                 "must be a status from 400 to 599",
		"-reset x":                        `share "x" must be a number from 0 to 1`,
		"-latency -1s":                    "must be a time such as 150ms",
		"-jitter fast":                    "must be a time such as 150ms",
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
