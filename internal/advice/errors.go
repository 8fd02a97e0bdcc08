// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"fmt"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// TimeoutError is the cause of a context that ends when an operation takes
// longer than its timeout argument allows.
type TimeoutError struct {
	Argument string // "timeouts.read"
	Limit    time.Duration
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s (%s) was exceeded", e.Argument, e.Limit)
}

// UnavailableError is a backup that the API refuses to sign URLs for in its
// present state, with what the list of backups says about that state.
type UnavailableError struct {
	Refusal error // the API's
	State   BackupState
	Ended   error // what ended a wait for the backup; nil: there was none, or it was of no use
}

func (e *UnavailableError) Error() string { return e.Refusal.Error() }

// Unwrap returns the refusal, and what ended the wait.
func (e *UnavailableError) Unwrap() []error { return []error{e.Refusal, e.Ended} }

// BackupState is what the list of an instance's backups says about one of them.
// The zero value is a list that has the backup, but not its status.
type BackupState struct {
	Status redisapi.BackupStatus // 0: not in the response
	Gone   bool                  // the list does not have the backup
	Err    error                 // why there is no list
}

// Hopeless reports whether the backup will never become downloadable.
func (s BackupState) Hopeless() bool {
	return s.Gone || s.Status != 0 && !s.Status.Downloadable() && !s.Status.MayBecomeDownloadable()
}

// String returns the state as the line "Last status" shows it.
func (s BackupState) String() string {
	switch {
	case s.Err != nil:
		return "unknown, because the backups could not be listed"
	case s.Gone:
		return "no longer listed"
	case s.Status == 0:
		return "not in the API's response"
	}
	return fmt.Sprintf("%s (%d)", s.Status, s.Status)
}
