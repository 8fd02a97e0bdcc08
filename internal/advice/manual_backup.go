// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// actionTables have codes with a more specific meaning for an action.
var actionTables = map[string]table{
	"ManualBackupInstance": {
		redisapi.CodeInvalidParameter: {
			meaning: badArgument,
			next: "Check instance_id, remark, and storage_days; the message below may say which is wrong. " +
				"To keep manual backups longer than 7 days, the account needs a ticket at " + tickets + ".",
		},
	},
}

// manualBackup explains an error after the request for a backup was sent. It says
// what became of the backup.
func (o Operation) manualBackup(err error) (explained, bool) {
	if failed, ok := errors.AsType[*redisapi.FailedTaskError](err); ok {
		return explained{
			entry: entry{
				meaning: "The backup task ended without a backup.",
				next:    "See the message below, and check the instance in the console before you try again. If it persists, " + quoteRequestID,
			},
			facts: []string{
				fmt.Sprintf("Task ID: %d", failed.TaskID), "Status: " + string(failed.Status),
				"Message: " + failed.Message, "Request ID: " + failed.RequestID,
			},
		}, true
	}
	started, ok := errors.AsType[*redisapi.StartedBackupError](err)
	if !ok {
		return explained{}, false
	}
	e := o.explain(started.Err)
	where := "The backup may have been started all the same."
	find := fmt.Sprintf("Before you take another backup, check whether there is one with remark %q. "+
		"The data source tencentredis_backups or %q lists the backups.", started.Remark, o.listCommand())
	if started.TaskID != 0 {
		where = fmt.Sprintf("The backup continues in the cloud, as task %d.", started.TaskID)
		if started.Status == redisapi.TaskSucceeded {
			where = "The backup itself was made."
		}
		find = fmt.Sprintf("Find the backup by its remark %q, with the data source tencentredis_backups or %q.", started.Remark, o.listCommand())
		e.facts = append(e.facts, fmt.Sprintf("Task ID: %d", started.TaskID))
	}
	switch {
	case errors.Is(started.Err, redisapi.ErrNotListed):
		e = explained{entry: entry{meaning: "The task succeeded, but the list of backups has no new backup with this remark."}, facts: e.facts[len(e.facts)-1:]}
	case errors.Is(started.Err, context.Canceled):
		e.next = "" // running it again would make another backup
	}
	if started.Status != "" {
		e.facts = append(e.facts, "Last status: "+string(started.Status))
	}
	e.meaning, e.next = e.meaning+" "+where, strings.TrimSpace(e.next+" "+find)
	return e, true
}
