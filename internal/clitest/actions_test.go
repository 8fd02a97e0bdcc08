// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// knowsActions reports whether the CLI is Terraform 1.14 or newer.
func knowsActions(t *testing.T) bool {
	t.Helper()
	cli, major, minor := acceptance(t).cli, 0, 0
	if _, err := fmt.Sscanf(cli.Version, "%d.%d", &major, &minor); err != nil {
		t.Fatal(err)
	}
	return cli.Product == "Terraform" && (major > 1 || minor >= 14)
}

// newActionWorkspace skips if the CLI does not know actions.
func newActionWorkspace(t *testing.T, takes time.Duration, configuration string) *workspace {
	t.Helper()
	if !knowsActions(t) {
		t.Skip("the CLI does not know actions")
	}
	return newWorkspace(t, fakeapi.Options{BackupTime: takes}, emptyProvider+configuration)
}

// TestAccAction_block: older CLIs report an unsupported block, as the docs say.
func TestAccAction_block(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	w.write("action.tf", `
action "tencentredis_backup_create" "now" {
  config {
    instance_id = "crs-4y9t57vt"
  }
}
`)
	o := w.run("validate")
	if refused := strings.Contains(o.stderr, "Unsupported block type"); refused == knowsActions(t) || refused != (o.code == 1) {
		t.Errorf("got %s", o)
	}
}

// backupBefore takes a backup before it creates a resource, and finds that backup.
var backupBefore = fmt.Sprintf(`
variable "release" {
  type    = string
  default = "v1"
}

action "tencentredis_backup_create" "before" {
  config {
    instance_id = %[1]q
    remark      = "before ${var.release}"
  }
}

resource "terraform_data" "release" {
  triggers_replace = var.release

  lifecycle {
    action_trigger {
      events  = [before_create]
      actions = [action.tencentredis_backup_create.before]
    }
  }
}

data "tencentredis_backup" "before" {
  instance_id = %[1]q
  remark      = "before ${var.release}"
  depends_on  = [terraform_data.release]
}

output "backup_id" {
  value = data.tencentredis_backup.before.backup_id
}
`, fakeapi.DocumentInstanceID)

var createdBackup = regexp.MustCompile(`Created backup "(\d+)"`)

// backupsTaken counts the requests for a backup.
func (w *workspace) backupsTaken() int {
	n := 0
	for _, r := range w.api.Requests() {
		if r.Action == "ManualBackupInstance" {
			n++
		}
	}
	return n
}

// TestAccAction_invoke invokes an action.
func TestAccAction_invoke(t *testing.T) {
	t.Parallel()
	w := newActionWorkspace(t, -1, fmt.Sprintf(`
action "tencentredis_backup_create" "now" {
  config {
    instance_id = %q
  }
}
`, fakeapi.DocumentInstanceID))
	o := w.succeed("apply", "-auto-approve", "-input=false", "-invoke=action.tencentredis_backup_create.now")
	if !createdBackup.MatchString(flat(o.stdout)) || !strings.Contains(flat(o.stdout), `so the backup gets the remark "terraform-`) {
		t.Errorf("the backup is not reported: %s", o)
	}
	if n := w.backupsTaken(); n != 1 {
		t.Errorf("%d backups, want 1", n)
	}
	w.api.Next(fakeapi.FailTask(fakeapi.TaskFailed, "disk full"))
	o = w.run("apply", "-auto-approve", "-input=false", "-invoke=action.tencentredis_backup_create.now")
	if o.code != 1 || !strings.Contains(flat(o.stderr), "Message: disk full") {
		t.Errorf("the failed task is not reported: %s", o)
	}
}

// TestAccAction_trigger: the data source finds the backup that was taken before the
// change in the same apply. A failed backup prevents the change.
func TestAccAction_trigger(t *testing.T) {
	t.Parallel()
	w := newActionWorkspace(t, -1, backupBefore)
	apply := func(release string) outcome {
		return w.run("apply", "-auto-approve", "-input=false", "-var=release="+release)
	}
	id := ""
	for i, release := range []string{"v1", "v2"} {
		o := apply(release)
		created := createdBackup.FindStringSubmatch(flat(o.stdout))
		if o.code != 0 || len(created) != 2 {
			t.Fatalf("apply failed: %s", o)
		}
		if w.output("backup_id", &id); id != created[1] || w.backupsTaken() != i+1 {
			t.Errorf("the output is %q after %d backups, want %s", id, w.backupsTaken(), created[1])
		}
	}
	if o := apply("v2"); o.code != 0 || w.backupsTaken() != 2 {
		t.Errorf("%d backups, want no third one: %s", w.backupsTaken(), o)
	}

	w.api.Next(fakeapi.Fail("ResourceUnavailable.InstanceLockedError").For("ManualBackupInstance"))
	if o := apply("v3"); o.code != 1 || !strings.Contains(flat(o.stderr), "Another task is running") {
		t.Errorf("the refusal is not reported: %s", o)
	}
	if o := apply("v3"); o.code != 0 || w.backupsTaken() != 4 {
		t.Errorf("%d requests for a backup, want a fourth one: %s", w.backupsTaken(), o)
	}
}
