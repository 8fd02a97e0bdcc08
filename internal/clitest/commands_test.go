// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are those of the scripts, besides testscript's own:
//
//	fake [SERVICE]                  starts a fake of the API and sets the user's environment for it
//	later DURATION                  advances its clock
//	backup ID CONTENT               adds a backup to the document's instance, or changes it
//	fault next|always [FAULT...]    makes the next request, or all, go wrong
//	requests [-set] [ACTION...]     compares the requests since the last comparison, or the set of their actions
//	request ACTION                  prints the body of the last request of an action
//	downloads                       prints the downloads since it was last used
//	token FILE                      writes a token of an identity provider that the fake knows
//	[!] terraform ARGS...           runs the CLI, which must print no secrets
//	interrupt SIGNAL WHEN ARGS...   does so, and sends it a signal; WHEN is below at moment
//	[!] says PATTERN                searches what the last command printed, regardless of line breaks
//	[!] leaks keys|urls FILE...     searches files, saved plans among them, for secrets
//	files DIR                       prints the sizes and names of RDB files
//	fetch OUTPUT                    does so for the files behind an output's URLs
var commands = map[string]func(*testscript.TestScript, bool, []string){
	"backup":    positive(backup),
	"downloads": positive(downloads),
	"fake":      positive(fake),
	"fault":     positive(fault),
	"fetch":     positive(fetch),
	"files":     positive(files),
	"interrupt": positive(interrupt),
	"later":     positive(later),
	"leaks":     leaks,
	"request":   positive(request),
	"requests":  positive(requests),
	"says":      says,
	"terraform": terraform,
	"token":     positive(identityToken),
}

// positive is for commands that cannot be expected to fail.
func positive(run func(ts *testscript.TestScript, args []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg {
			ts.Fatalf("this command cannot be negated")
		}
		run(ts, args)
	}
}

// one returns the only argument, or "" if there is none.
func one(ts *testscript.TestScript, args []string) string {
	if len(args) > 1 {
		ts.Fatalf("too many arguments: %s", args)
	}
	return strings.Join(args, "")
}

func terraform(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("terraform", args...)
	check(ts)
	if _, exited := errors.AsType[*exec.ExitError](err); (err != nil) != neg || err != nil && !exited {
		ts.Fatalf("terraform %s: %v", args, err)
	}
}

// check checks what the CLI printed.
func check(ts *testscript.TestScript) {
	printed := ts.ReadFile("stdout") + ts.ReadFile("stderr")
	for _, trace := range []string{"panic", "goroutine ", ".go:", "crash"} {
		if strings.Contains(printed, trace) {
			ts.Fatalf("it prints %q", trace)
		}
	}
	if found := of(ts).secretIn(printed); found != "" {
		ts.Fatalf("it prints a secret: %s", found)
	}
}

func says(ts *testscript.TestScript, neg bool, args []string) {
	pattern, err := regexp.Compile(one(ts, args))
	ts.Check(err)
	text := strings.Join(strings.Fields(ts.ReadFile("stdout")+"\n"+ts.ReadFile("stderr")), " ")
	if pattern.MatchString(text) == neg {
		ts.Fatalf("the last command does not say %q, or does: see above", pattern)
	}
}

// soon is much longer than the CLI takes to exit, and much shorter than what is
// interrupted.
const soon = 10 * time.Second

// interrupt sends a signal to the CLI and to all processes that it started, as a
// terminal does. They must fail, and exit soon.
func interrupt(ts *testscript.TestScript, args []string) {
	signal, known := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL}[args[0]]
	if !known {
		ts.Fatalf("unknown signal %s", args[0])
	}
	when, after := moment(ts, args[1])
	ts.Check(ts.Exec("env"))
	cmd := exec.CommandContext(context.Background(), "terraform", args[2:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	cmd.Path = filepath.Join(strings.Split(ts.Getenv("PATH"), ":")[0], "terraform")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	// All processes inherit the write end, so the read end is closed when the last of
	// them exits.
	alive, inherited, err := os.Pipe()
	ts.Check(err)
	defer func() { _ = alive.Close() }() // opened for reading
	cmd.ExtraFiles = append(cmd.ExtraFiles, inherited)
	ts.Check(cmd.Start())
	_ = inherited.Close() // the processes have their own
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-when:
		time.Sleep(after)
	case err := <-ended:
		ts.Fatalf("it ended too early: %v", err)
	}
	start := time.Now()
	ts.Check(syscall.Kill(-cmd.Process.Pid, signal))
	if err := <-ended; err == nil || time.Since(start) > soon {
		ts.Fatalf("it ended %s after the signal: %v", time.Since(start), err)
	}
	ts.Check(alive.SetReadDeadline(time.Now().Add(soon)))
	if n, err := alive.Read(make([]byte, 1)); n != 0 || os.IsTimeout(err) {
		ts.Fatalf("a process is still running: %v", err)
	}
}

// moment returns a channel that is closed at the start of a moment, and how long it is
// until the signal:
//
//	request:ACTION              a request of that action arrives
//	response:ACTION[+DURATION]  that long after the response to one
//	writes:GLOB                 a file that matches is not empty
func moment(ts *testscript.TestScript, text string) (<-chan struct{}, time.Duration) {
	kind, at, _ := strings.Cut(text, ":")
	if kind != "writes" {
		action, after, delayed := strings.Cut(at, "+")
		if !delayed {
			after = "0s"
		}
		wait, err := time.ParseDuration(after)
		ts.Check(err)
		return of(ts).wait(kind + ":" + action), wait
	}
	when, pattern := make(chan struct{}), ts.MkAbs(at)
	end := time.Now().Add(time.Minute)
	go func() {
		defer close(when)
		for time.Now().Before(end) {
			paths, _ := filepath.Glob(pattern)
			for _, path := range paths {
				if info, err := os.Stat(path); err == nil && info.Size() > 0 {
					return
				}
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return when, 0
}
