// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary is also the program and the commands that it runs.
const (
	playCommand = "FAKEAPI_TEST_COMMAND"
	playProgram = "FAKEAPI_TEST_PROGRAM"
)

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(playProgram) != "":
		_ = os.Unsetenv(playProgram)
		main()
	case os.Getenv(playCommand) != "":
		os.Exit(play(os.Args[1]))
	default:
		os.Exit(m.Run())
	}
}

// play is the command that exec runs.
func play(role string) int {
	switch role {
	case "env":
		for _, variable := range os.Environ() {
			if strings.HasPrefix(variable, "TENCENTCLOUD_") || strings.HasPrefix(variable, "TKE_") {
				fmt.Println(variable)
			}
		}
		return 0
	case "ask": // sends an invalid request
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, os.Getenv("TENCENTCLOUD_ENDPOINT_URL_REDIS"), http.NoBody)
		if err != nil {
			return 1
		}
		if response, err := http.DefaultTransport.RoundTrip(r); err == nil {
			_ = response.Body.Close()
		}
		return 0
	case "status":
		return 3
	case "wait": // for a signal
		signals := make(chan os.Signal, 8)
		signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
		fmt.Println("waiting")
		fmt.Println("got", <-signals)
		select {
		case <-signals:
			return 41
		case <-time.After(50 * time.Millisecond): // for a second signal
			return 40
		}
	case "die":
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
		select {}
	}
	return 99
}

// program returns the program with a command of play.
func program(t *testing.T, role string, flags ...string) (*exec.Cmd, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, slices.Concat([]string{"exec"}, flags, []string{"--", self, role})...)
	cmd.Env = append(os.Environ(), playProgram+"=1", playCommand+"=1",
		"TENCENTCLOUD_SECRET_KEY=real-key", "TENCENTCLOUD_PROFILE=real-profile", "TKE_ROLE_ARN=real-role")
	stdout, stderr := &bytes.Buffer{}, &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stdout, stderr
}

func TestExec(t *testing.T) {
	t.Parallel()
	const refused = "tencentredis-fakeapi: requests that failed:\n  (no action)  MissingParameter  1\n"
	killed := 137
	if runtime.GOOS == "windows" {
		killed = 1
	}
	tests := map[string]struct {
		role   string
		flags  []string
		status int
		stderr string
	}{
		"killed":                 {role: "die", status: killed},
		"success":                {role: "env"},
		"status of the command":  {role: "status", status: 3},
		"refused":                {role: "ask", stderr: refused},
		"refused, strict":        {role: "ask", flags: []string{"-strict"}, status: 1, stderr: refused + "tencentredis-fakeapi: -strict: the API refuses 1 of the requests\n"},
		"failed by a fault":      {role: "ask", flags: []string{"-strict", "-http-error", "502"}, stderr: "tencentredis-fakeapi: requests that failed:\n  (no action)  (no response)  1  injected\n"},
		"fault of files":         {role: "ask", flags: []string{"-http-error", "files:502"}, stderr: refused},
		"failed command, strict": {role: "status", flags: []string{"-strict"}, status: 3},
		"no port":                {role: "env", flags: []string{"-listen", "127.0.0.1:x"}, status: 1, stderr: "tencentredis-fakeapi: listen tcp: lookup tcp/x: unknown port\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, _, stderr := program(t, test.role, test.flags...)
			_ = cmd.Run()
			if got := cmd.ProcessState.ExitCode(); got != test.status {
				t.Errorf("got exit status %d, want %d", got, test.status)
			}
			if got := stderr.String(); got != test.stderr {
				t.Errorf("got standard error\n%swant\n%s", got, test.stderr)
			}
		})
	}
}

// No credentials of the environment reach the command.
func TestExecEnvironment(t *testing.T) {
	t.Parallel()
	cmd, stdout, _ := program(t, "env")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(regexp.MustCompile(`(?m)^\w+`).FindAllString(stdout.String(), -1), " ")
	if got != "TENCENTCLOUD_SECRET_ID TENCENTCLOUD_SECRET_KEY TENCENTCLOUD_REGION TENCENTCLOUD_ENDPOINT_URL_REDIS TENCENTCLOUD_ENDPOINT_URL_STS" ||
		strings.Contains(stdout.String(), "real") {
		t.Errorf("got\n%s", stdout)
	}
}

// A signal reaches the command once.
func TestExecPassesSignalsOn(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals")
	}
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			cmd, _, stderr := program(t, "wait")
			cmd.Stdout = nil
			stdout, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(stdout)
			if first, err := lines.ReadString('\n'); first != "waiting\n" {
				t.Fatalf("got %q, %v", first, err)
			}
			if err := cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			rest, _ := io.ReadAll(lines)
			_ = cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != 40 || string(rest) != "got "+s.String()+"\n" || stderr.String() != "" {
				t.Errorf("got exit status %d, printed %q and %q", got, rest, stderr)
			}
		})
	}
}
