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
	"sync"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// buffer is a bytes.Buffer that is safe for concurrent use.
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

// command is a run of the command that serves.
type command struct {
	lines  []string // on standard output
	stderr *buffer
	end    func() error // ends it and returns what run returned
}

// start runs the command and reads that many lines of its standard output.
func start(t *testing.T, lines int, args ...string) command {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	c := command{stderr: &buffer{}}
	done := make(chan error, 1)
	go func() {
		_, err := run(ctx, args, stdout, c.stderr)
		stdout.CloseWithError(io.EOF)
		done <- err
	}()
	c.end = func() error {
		cancel()
		return <-done
	}
	from := bufio.NewReader(reader)
	for range lines {
		line, err := from.ReadString('\n')
		if err != nil {
			t.Fatalf("%v in place of a line; run returned %v", err, c.end())
		}
		c.lines = append(c.lines, strings.TrimSuffix(line, "\n"))
	}
	return c
}

// url is what follows a greeting, or a name, on a line.
func (c command) url(t *testing.T, n int, before string) string {
	t.Helper()
	url, found := strings.CutPrefix(c.lines[n], before)
	if !found || !regexp.MustCompile(`^http://127\.0\.0\.1:[1-9]\d*$`).MatchString(url) {
		t.Fatalf("line %d is %q, want %q and a URL", n, c.lines[n], before)
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
	c := start(t, 1, "-secret-id", "AKIDown", "-secret-key", "own-key", "-latency", "30ms")
	began := time.Now()
	if got := fetch(t, http.MethodPost, c.url(t, 0, "listening on ")); !strings.Contains(got, "required parameter `Authorization`") {
		t.Errorf("got %s", got)
	}
	if took := time.Since(began); took < 30*time.Millisecond {
		t.Errorf("it took %s, want 30 ms", took)
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
	c := start(t, 7, "-print-env", "-token", "tok", "-metadata-listen", "127.0.0.1:0")
	for i, want := range []string{
		"TENCENTCLOUD_SECRET_ID=" + fakeapi.DefaultSecretID, "TENCENTCLOUD_SECRET_KEY=" + fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION=ap-chengdu", "", "", "TENCENTCLOUD_SECURITY_TOKEN=tok",
	} {
		if want != "" && c.lines[i] != want {
			t.Errorf("line %d is %q, want %q", i, c.lines[i], want)
		}
	}
	if redis, sts := c.url(t, 3, "TENCENTCLOUD_ENDPOINT_URL_REDIS="), c.url(t, 4, "TENCENTCLOUD_ENDPOINT_URL_STS="); redis != sts {
		t.Errorf("got %s and %s", redis, sts)
	}
	metadata := c.url(t, 6, "TENCENTCLOUD_ENDPOINT_URL_METADATA=")
	if got := fetch(t, http.MethodGet, metadata+"/latest/meta-data/cam/security-credentials/"); got != fakeapi.DefaultInstanceRole {
		t.Errorf("got roles %q", got)
	}
	if err := c.end(); err != nil {
		t.Errorf("run returned %v", err)
	}
	if !strings.Contains(c.stderr.String(), " metadata GET /latest/meta-data/cam/security-credentials/ 200\n") {
		t.Errorf("standard error lacks the request:\n%s", c.stderr)
	}
}

func TestFlagsReachTheServer(t *testing.T) {
	t.Parallel()
	s, err := parse([]string{
		"-listen", "x:1", "-metadata-listen", "x:2", "-token", "tok", "-rate-limit", "-1", "-rate-window", "calendar", "-seed", "7",
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
	if o.Token != "tok" || o.RateLimit != -1 || o.RateWindow != fakeapi.CalendarSecond || o.Seed != 7 || o.BackupTime >= 0 {
		t.Errorf("got %+v", o)
	}
	s, err = parse([]string{"exec", "-strict", "-verbose", "-rate-window", "sliding", "--", "x", "-y"}, io.Discard)
	if err != nil || !s.strict || !s.verbose || strings.Join(s.command, " ") != "x -y" || s.options.RateWindow != fakeapi.SlidingSecond {
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
		"-rate-window minute":             "must be sliding or calendar",
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
		var stdout, stderr buffer
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
		var help buffer
		if _, err := run(t.Context(), args, io.Discard, &help); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%v returned %v", args, err)
		}
		for _, want := range []string{
			"tencentredis-fakeapi exec [flags] -- COMMAND", "-rate-limit requests", "-rate-window window", "-latency time", "-jitter time",
			"-fail [ACTION:]CODE[=SHARE]", "-http-error [ACTION:]STATUS[=SHARE]", "-reset SHARE", "-data file", "-seed number",
		} {
			if !strings.Contains(help.String(), want) {
				t.Errorf("the help of %v lacks %q:\n%s", args, want, help.String())
			}
		}
	}
}
