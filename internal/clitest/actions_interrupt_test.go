// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package clitest

import (
	"bytes"
	"fmt"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestAccAction_interrupted has Ctrl-C at ten moments of each: never is the
// action taken for done.
func TestAccAction_interrupted(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"trigger": {"apply", "-auto-approve", "-input=false"},
		"invoke":  {"apply", "-auto-approve", "-input=false", "-invoke=action.tencentredis_backup_create.before"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newActionWorkspace(t, time.Hour, backupBefore)
			if name == "invoke" { // which reads data sources first
				w.write("main.tf", emptyProvider+strings.Split(backupBefore, "resource ")[0])
			}
			var waiting atomic.Pointer[moment]
			w.api.OnAnswer(func(r fakeapi.Request) {
				if m := waiting.Load(); m != nil && r.Action == m.action && waiting.CompareAndSwap(m, nil) {
					close(m.come)
				}
			})
			for i, action := range []string{
				"DescribeInstanceBackups", "ManualBackupInstance", "DescribeTaskInfo", "DescribeInstanceBackups", "ManualBackupInstance",
				"DescribeTaskInfo", "DescribeTaskInfo", "ManualBackupInstance", "DescribeTaskInfo", "DescribeTaskInfo",
			} {
				m := &moment{action, time.Duration(i) * 50 * time.Millisecond, make(chan struct{})}
				waiting.Store(m)
				w.interruptAction(m, args...)
			}
		})
	}
}

// moment is a time after the API has answered an action.
type moment struct {
	action string
	after  time.Duration
	come   chan struct{}
}

func (m *moment) String() string { return fmt.Sprintf("%s after %s", m.after, m.action) }

// interruptAction runs a command, and sends SIGINT at that moment.
func (w *workspace) interruptAction(m *moment, args ...string) {
	w.t.Helper()
	cmd := w.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	select {
	case <-m.come:
	case <-time.After(time.Minute):
		w.t.Errorf("%s never came", m.action)
	}
	time.Sleep(m.after)
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil {
		w.t.Fatal(err)
	}
	interrupted := time.Now()
	err := cmd.Wait()
	o := w.outcome(cmd, err, &stdout, &stderr, time.Since(start))
	if took := time.Since(interrupted); took > soon {
		w.t.Errorf("%s: it took %s to end", m, took)
	}
	if o.code != 1 || strings.Contains(o.stdout, "Apply complete!") {
		w.t.Errorf("%s: taken for success: %s", m, o)
	}
	// Terraform halts an action that reports progress before it has passed the
	// interrupt on. Then that progress is what a person knows.
	says := flat(o.stdout + o.stderr)
	halted := strings.Contains(says, "execution halted") && strings.Contains(says, `remark "before v1" was started as task`)
	if !halted && !strings.Contains(says, "It was interrupted.") {
		w.t.Errorf("%s: the interrupt is not reported: %s", m, o)
	}
	if !halted && m.action == "DescribeTaskInfo" && !strings.Contains(says, "The backup continues in the cloud, as task") {
		w.t.Errorf("%s: the task is not reported: %s", m, o)
	}
	if state := w.run("state", "list"); strings.Contains(state.stdout, "terraform_data.release") {
		w.t.Errorf("%s: what the action had to precede was created: %s", m, state)
	}
}
