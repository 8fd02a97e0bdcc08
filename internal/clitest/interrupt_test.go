// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package clitest

import (
	"bytes"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// soon is much shorter than the interrupted operations and much longer than Terraform
// takes to exit.
const soon = 10 * time.Second

// TestAccCLI_interrupted interrupts a read during a request, with the signals of Ctrl-C
// and of a pipeline that is canceled.
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
			w.interruptRead(signal, arrived)
			select {
			case <-closed:
			case <-time.After(soon):
				t.Error("the connection is still open")
			}
			w.expectRequests(1)
		})
	}
}

// TestAccCLI_interruptedBetweenAttempts interrupts the wait before a retry.
func TestAccCLI_interruptedBetweenAttempts(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	arrived := make(chan struct{})
	w.api.Next(fakeapi.Handle(func(rw http.ResponseWriter, _ *http.Request) {
		defer close(arrived)
		rw.Header().Set("Retry-After", "60")
		rw.WriteHeader(http.StatusServiceUnavailable)
	}))
	w.interruptRead(syscall.SIGINT, arrived)
	w.expectRequests(1)
}

// interruptRead interrupts a plan, and expects an error and no process left.
func (w *workspace) interruptRead(signal syscall.Signal, when <-chan struct{}) {
	w.t.Helper()
	o := w.interrupt(signal, when, 0, "plan", "-input=false")
	if o.code != 1 || !strings.Contains(o.stdout, "Interrupt received.") {
		w.t.Errorf("the interrupt is not reported: %s", o)
	}
	got := o.diagnostics()
	if len(got) != 1 || got[0].Head != unableToRead || !resembles(got[0].Detail, "It was interrupted.") {
		w.t.Errorf("the interrupted read is not reported: %s", o)
	}
}

// interrupt runs a command and, some time after when, sends the signal to it and to all
// processes that it started, as a terminal does. They must exit soon.
func (w *workspace) interrupt(signal syscall.Signal, when <-chan struct{}, after time.Duration, args ...string) outcome {
	w.t.Helper()
	cmd := w.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// All processes inherit the write end, so the read end is closed when the last of
	// them exits.
	alive, inherited, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = alive.Close() }() // opened for reading
	cmd.ExtraFiles = append(cmd.ExtraFiles, inherited)
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	_ = inherited.Close() // the processes have their own
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-when:
		time.Sleep(after)
	case err := <-ended:
		w.t.Fatalf("it ended too early: %v\n%s\n%s", err, &stdout, &stderr)
	}
	start := time.Now()
	if err := syscall.Kill(-cmd.Process.Pid, signal); err != nil {
		w.t.Fatal(err)
	}
	o := w.outcome(cmd, <-ended, &stdout, &stderr)
	if took := time.Since(start); took > soon {
		w.t.Errorf("it ended %s after the signal: %s", took, o)
	}
	if err := alive.SetReadDeadline(time.Now().Add(soon)); err != nil {
		w.t.Fatal(err)
	}
	if n, err := alive.Read(make([]byte, 1)); n != 0 || os.IsTimeout(err) {
		w.t.Errorf("a process is still running: %v", err)
	}
	return o
}
