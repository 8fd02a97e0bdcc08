// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package clitest

import (
	"fmt"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestAccAction_interrupted interrupts actions at ten moments. They never succeed.
func TestAccAction_interrupted(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"trigger": {"apply", "-auto-approve", "-input=false"},
		"invoke":  {"apply", "-auto-approve", "-input=false", "-invoke=action.tencentredis_backup_create.before"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newActionWorkspace(t, time.Hour, backupBefore)
			if name == "invoke" { // otherwise, the data source is read first
				w.write("main.tf", emptyProvider+strings.Split(backupBefore, "resource ")[0])
			}
			waiting := w.moments()
			for i, action := range []string{
				"DescribeInstanceBackups", "ManualBackupInstance", "DescribeTaskInfo", "DescribeInstanceBackups", "ManualBackupInstance",
				"DescribeTaskInfo", "DescribeTaskInfo", "ManualBackupInstance", "DescribeTaskInfo", "DescribeTaskInfo",
			} {
				m := &moment{action, time.Duration(i) * 50 * time.Millisecond, make(chan struct{})}
				waiting.Store(m)
				w.expectLeft(m, w.interruptAction(m, args...))
			}
		})
	}
}

// TestAccAction_interruptedDownload interrupts a download. The next run resumes it.
func TestAccAction_interruptedDownload(t *testing.T) {
	t.Parallel()
	w := newActionWorkspace(t, -1, fmt.Sprintf(`
action "tencentredis_backup_download" "now" {
  config {
    instance_id = %q
    backup_id   = %q
    directory   = "${path.root}/backups"
  }
}
`, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID))
	args := []string{"apply", "-auto-approve", "-input=false", "-invoke=action.tencentredis_backup_download.now"}
	w.api.Always(fakeapi.Drip(16<<10, 50*time.Millisecond).OnFiles())
	m := &moment{"DescribeBackupUrl", 1500 * time.Millisecond, make(chan struct{})}
	w.moments().Store(m)
	if o := w.interruptAction(m, args...); !strings.Contains(flat(o.stderr), "Apply again when ready.") {
		t.Errorf("the interrupt is not reported: %s", o)
	}
	w.api.Always()
	if o := w.succeed(args...); !strings.Contains(flat(o.stdout), "Downloaded and checked: 5 files, 6.5 MB") {
		t.Errorf("the download is not reported: %s", o)
	}
	ranges := 0
	for _, d := range w.api.Downloads() {
		if d.Header.Get("Range") != "" {
			ranges++
		}
	}
	if ranges == 0 {
		t.Error("the second run started over")
	}
}

// moment is a time after a response of the API.
type moment struct {
	action string
	after  time.Duration
	come   chan struct{}
}

// moments closes the channel of the stored moment after the response.
func (w *workspace) moments() *atomic.Pointer[moment] {
	var waiting atomic.Pointer[moment]
	w.api.OnResponse(func(r fakeapi.Request) {
		if m := waiting.Load(); m != nil && r.Action == m.action && waiting.CompareAndSwap(m, nil) {
			close(m.come)
		}
	})
	return &waiting
}

func (m *moment) String() string { return fmt.Sprintf("%s after %s", m.after, m.action) }

// interruptAction interrupts a command at a moment. It must fail.
func (w *workspace) interruptAction(m *moment, args ...string) outcome {
	w.t.Helper()
	o := w.interrupt(syscall.SIGINT, m.come, m.after, args...)
	if o.code != 1 || strings.Contains(o.stdout, "Apply complete!") {
		w.t.Errorf("%s: it succeeded: %s", m, o)
	}
	return o
}

// expectLeft expects output that leads to the interrupted backup. If the action reports
// progress before Terraform forwards the interrupt, Terraform halts it, and the progress
// is all there is.
func (w *workspace) expectLeft(m *moment, o outcome) {
	w.t.Helper()
	says := flat(o.stdout + o.stderr)
	halted := strings.Contains(says, "execution halted") && strings.Contains(says, `remark "before v1" was started as task`)
	if !halted && !strings.Contains(says, "It was interrupted.") {
		w.t.Errorf("%s: the interrupt is not reported: %s", m, o)
	}
	if !halted && m.action == "DescribeTaskInfo" && !strings.Contains(says, "The backup continues in the cloud, as task") {
		w.t.Errorf("%s: the task is not reported: %s", m, o)
	}
	if state := w.run("state", "list"); strings.Contains(state.stdout, "terraform_data.release") {
		w.t.Errorf("%s: the resource was created without the backup: %s", m, state)
	}
}
