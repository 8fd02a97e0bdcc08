// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package clitest

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// soon is far less than what the interrupted reads would take otherwise, and
// far more than Terraform takes to end.
const soon = 10 * time.Second

// TestAccCLI_interrupted has Ctrl-C, and the signal of who ends a pipeline,
// while the API has yet to answer.
func TestAccCLI_interrupted(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
			arrived, closed := make(chan struct{}), make(chan struct{})
			w.api.Next(fakeapi.Handle(func(_ http.ResponseWriter, r *http.Request) {
				close(arrived)
				<-r.Context().Done()
				close(closed)
			}))
			w.interrupt(signal, arrived)
			select {
			case <-closed:
			case <-time.After(soon):
				t.Error("the connection is still open")
			}
			w.expectRequests(1)
		})
	}
}

// TestAccCLI_interruptedBetweenAttempts has it while the provider waits, the
// first time for what the API asked for, the second for what it chose itself.
func TestAccCLI_interruptedBetweenAttempts(t *testing.T) {
	t.Parallel()
	t.Run("Retry-After", func(t *testing.T) {
		t.Parallel()
		w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
		arrived := make(chan struct{})
		w.api.Next(fakeapi.Handle(func(rw http.ResponseWriter, _ *http.Request) {
			defer close(arrived)
			rw.Header().Set("Retry-After", "60")
			rw.WriteHeader(http.StatusServiceUnavailable)
		}))
		w.interrupt(syscall.SIGINT, arrived)
		w.expectRequests(1)
	})
	t.Run("RequestLimitExceeded", func(t *testing.T) {
		t.Parallel()
		w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
		w.api.Always(fakeapi.Fail("RequestLimitExceeded"))
		third := make(chan struct{})
		for range 2 {
			w.api.Next(fakeapi.Fail("RequestLimitExceeded"))
		}
		w.api.Next(fakeapi.Handle(func(rw http.ResponseWriter, _ *http.Request) {
			defer close(third)
			_, _ = fmt.Fprint(rw, `{"Response": {"Error": {"Code": "RequestLimitExceeded", "Message": "too many"}, "RequestId": "third"}}`)
		}))
		w.interrupt(syscall.SIGINT, third)
	})
}

// interrupt plans, sends the signal once the fake is at the given point, and
// expects that everything ends at once and says so.
func (w *workspace) interrupt(signal syscall.Signal, now <-chan struct{}) {
	w.t.Helper()
	cmd := w.command("plan", "-input=false")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// All processes inherit the writing end, so the reading one ends with the
	// last of them.
	alive, inherited, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = alive.Close() }() // it was only read
	cmd.ExtraFiles = append(cmd.ExtraFiles, inherited)
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	_ = inherited.Close() // ours; the processes have theirs
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	select {
	case <-now:
	case err := <-ended:
		w.t.Fatalf("it ended too early: %v\n%s\n%s", err, &stdout, &stderr)
	}
	if n := providersIn(w.t, cmd.Process.Pid); runtime.GOOS == "linux" && n != 1 {
		w.t.Errorf("%d processes of the provider in Terraform's process group, want 1", n)
	}
	start := time.Now()
	// As a terminal does: to Terraform and everything that it started.
	if err := syscall.Kill(-cmd.Process.Pid, signal); err != nil {
		w.t.Fatal(err)
	}
	err = <-ended
	took := time.Since(start)

	o := w.outcome(cmd, err, &stdout, &stderr, took)
	if o.code != 1 || took > soon {
		w.t.Errorf("it ended after %s: %s", took, o)
	}
	if !strings.Contains(o.stdout, "Interrupt received.") {
		w.t.Errorf("it was not asked to end: %s", o)
	}
	got := o.diagnostics()
	if len(got) != 1 || got[0].Head != unableToRead || !strings.Contains(strings.ReplaceAll(got[0].Detail, "\n", " "), "It was interrupted.") {
		w.t.Errorf("it does not say that the read was interrupted: %s", o)
	}
	if err := alive.SetReadDeadline(time.Now().Add(soon)); err != nil {
		w.t.Fatal(err)
	}
	if n, err := alive.Read(make([]byte, 1)); n != 0 || os.IsTimeout(err) {
		w.t.Errorf("a process is still there: %v", err)
	}
	w.t.Logf("ended %s after the interrupt", took.Round(time.Millisecond))
}

// providersIn counts the processes of a provider in a process group, where the
// system tells of processes as Linux does.
func providersIn(t *testing.T, group int) int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, path := range stats {
		stat, _ := os.ReadFile(path) // may have ended meanwhile
		// pid (name) state parent group …; the name may hold anything, proc(5).
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) < 3 || fields[2] != strconv.Itoa(group) {
			continue
		}
		program, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		if strings.Contains(string(program), "terraform-provider-tencentredis") {
			count++
		}
	}
	return count
}
