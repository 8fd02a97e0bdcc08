// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// stateTimeout limits backupState, which only improves an error.
const stateTimeout = 10 * time.Second

// readBackupURL returns the URLs of a backup. If wait is set, it waits until the
// backup is available. If the API refuses the backup because of its status, the
// error is an [*advice.UnavailableError] with that status.
func readBackupURL(ctx context.Context, data *providerData, request redisapi.BackupURLRequest, wait bool) (*redisapi.BackupURLResponse, error) {
	var response *redisapi.BackupURLResponse
	var refusal *advice.UnavailableError
	err := redisapi.Poll(ctx, data.pollInterval, func() (bool, error) {
		var err error
		response, err = data.redis.BackupURL(ctx, request)
		if apiErr, ok := errors.AsType[*tencentapi.Error](err); !ok || apiErr.Code != redisapi.CodeBackupStatusInvalid {
			return true, err
		}
		state := backupState(ctx, data, request)
		if refusal == nil || ctx.Err() == nil { // an interrupted request says nothing new
			refusal = &advice.UnavailableError{Refusal: err, State: state}
		}
		if !wait || state.Hopeless() {
			return false, refusal
		}
		tflog.Info(ctx, "Waiting for the backup", map[string]any{
			"instance_id": request.InstanceID, "backup_id": request.BackupID, "status": state.String(),
		})
		return false, nil
	})
	if err != nil && refusal != nil && ctx.Err() != nil {
		refusal.Ended = context.Cause(ctx)
		return nil, refusal
	}
	if err != nil {
		return nil, err
	}
	return response, nil
}

// backupState returns the state of a backup that cannot be downloaded now. If the
// backups cannot be listed, the state is unknown, and waiting continues.
func backupState(ctx context.Context, data *providerData, request redisapi.BackupURLRequest) advice.BackupState {
	ctx, cancel := context.WithTimeout(ctx, stateTimeout)
	defer cancel()
	backups, err := data.redis.InstanceBackups(ctx, redisapi.InstanceBackupsFilter{Region: request.Region, InstanceID: request.InstanceID})
	if err != nil {
		return advice.BackupState{Err: err}
	}
	i := slices.IndexFunc(backups, func(b redisapi.InstanceBackup) bool { return b.BackupID != nil && *b.BackupID == request.BackupID })
	if i < 0 {
		return advice.BackupState{Gone: true}
	}
	if backups[i].Status == nil {
		return advice.BackupState{}
	}
	return advice.BackupState{Status: redisapi.BackupStatus(*backups[i].Status)}
}
