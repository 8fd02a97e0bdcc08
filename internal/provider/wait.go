// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// defaultReadTimeout is long enough for the export of a large backup.
const defaultReadTimeout = 20 * time.Minute

// timeoutError is the cause of a read's end by its own timeouts.read.
type timeoutError struct{ limit time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("timeouts.read of %s is over", e.limit) }

// waitError is the end of a wait for a backup, with the state that was seen last.
type waitError struct {
	last   error  // the API's refusal
	status string // "exporting (3)", or why it is not known
	cause  error  // what ended the wait; nil: waiting is of no use in this state
}

func (e *waitError) Error() string { return e.last.Error() }

func (e *waitError) Unwrap() []error { return []error{e.last, e.cause} }

// waitForBackup asks for the URLs until the backup can be downloaded, its state
// says that it never will be, or ctx ends.
func waitForBackup(ctx context.Context, data *providerData, request redisapi.BackupURLRequest) (*redisapi.BackupURLResponse, error) {
	var refusal *waitError
	pause := backoff.ExponentialBackOff{
		InitialInterval: data.pollInterval, MaxInterval: 6 * data.pollInterval, Multiplier: 1.5, RandomizationFactor: 0.2,
	}
	for {
		response, err := data.redis.BackupURL(ctx, request)
		if err != nil && refusal != nil && ctx.Err() != nil {
			refusal.cause = context.Cause(ctx)
			return nil, refusal
		}
		if apiErr, ok := errors.AsType[*tencentapi.Error](err); !ok || apiErr.Code != redisapi.CodeBackupStatusInvalid {
			return response, err
		}
		status, hopeless := lookAtBackup(ctx, data, request)
		if refusal == nil || ctx.Err() == nil { // a look that was cut short tells nothing new
			refusal = &waitError{last: err, status: status}
		}
		if hopeless {
			return nil, refusal
		}
		tflog.Info(ctx, "Waiting for the backup", map[string]any{
			"instance_id": request.InstanceID, "backup_id": request.BackupID, "status": status,
		})
		select {
		case <-time.After(pause.NextBackOff()):
		case <-ctx.Done():
		}
	}
}

// lookAtBackup tells the state of a backup that cannot be downloaded now, and
// whether that is for good. A list that cannot be read, say for want of a
// permission, is no reason to stop waiting.
func lookAtBackup(ctx context.Context, data *providerData, request redisapi.BackupURLRequest) (status string, hopeless bool) {
	backups, err := data.redis.InstanceBackups(ctx, redisapi.InstanceBackupsFilter{Region: request.Region, InstanceID: request.InstanceID})
	if err != nil {
		return "not known, since listing the backups failed", false
	}
	i := slices.IndexFunc(backups, func(b redisapi.InstanceBackup) bool { return b.BackupID != nil && *b.BackupID == request.BackupID })
	if i < 0 {
		return "not in the list of backups any more", true
	}
	if backups[i].Status == nil {
		return "not told by the API", false
	}
	s := redisapi.BackupStatus(*backups[i].Status)
	// Downloadable by now: it changed in between, and the next try will tell.
	return fmt.Sprintf("%s (%d)", s, s), !s.MayBecomeDownloadable() && !s.Downloadable()
}
