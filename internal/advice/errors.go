// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"fmt"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// TimeoutError is the cause of a context that was ended by a timeout argument.
type TimeoutError struct {
	Argument string // "timeouts.read"
	Limit    time.Duration
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s (%s) was exceeded", e.Argument, e.Limit)
}

// UnavailableError is the error for a backup whose state does not allow downloads,
// with that state from the list of backups.
type UnavailableError struct {
	Refusal error // from the API
	State   BackupState
	Ended   error // the cause of a context that ended a wait for the backup, or nil
}

func (e *UnavailableError) Error() string { return e.Refusal.Error() }

// Unwrap returns the refusal and what ended the wait.
func (e *UnavailableError) Unwrap() []error { return []error{e.Refusal, e.Ended} }

// BackupState is the state of a backup in the list of backups. The zero value means
// that the list has the backup but not its status.
type BackupState struct {
	Status redisapi.BackupStatus // 0 if it is not in the response
	Gone   bool                  // the list does not have the backup
	Err    error                 // from listing the backups
}

// Hopeless reports whether the backup will never become downloadable.
func (s BackupState) Hopeless() bool {
	return s.Gone || s.Status != 0 && !s.Status.Downloadable() && !s.Status.MayBecomeDownloadable()
}

// String returns the state for the fact "Last status".
func (s BackupState) String() string {
	switch {
	case s.Err != nil:
		return "unknown, because the backups could not be listed"
	case s.Gone:
		return "no longer listed"
	case s.Status == 0:
		return "not in the API's response"
	}
	return s.Status.String()
}
