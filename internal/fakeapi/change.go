// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"slices"
)

// AddBackup gives an instance a further backup while the server runs. Where b
// does not say when it began, that is now by the server's clock. It is an error
// if there is no such instance, or if it has a backup of that id.
func (s *Server) AddBackup(instanceID string, b Backup) error {
	now := s.now()
	return s.data.change(instanceID, func(i Instance) ([]Backup, error) {
		if i.indexOf(b.ID) >= 0 {
			return nil, fmt.Errorf("fakeapi: instance %q already has a backup %q", instanceID, b.ID)
		}
		return append(slices.Clip(i.Backups), b.settled(i, now)), nil
	})
}

// RemoveBackup takes a backup away while the server runs, its files included. It
// is an error if there is no such instance or backup. To have a backup listed as
// deleted, change its Status.
func (s *Server) RemoveBackup(instanceID, backupID string) error {
	return s.data.change(instanceID, func(i Instance) ([]Backup, error) {
		n := i.indexOf(backupID)
		if n < 0 {
			return nil, noBackup(instanceID, backupID)
		}
		return slices.Delete(slices.Clone(i.Backups), n, n+1), nil
	})
}

// UpdateBackup changes a backup while the server runs: change gets a copy with
// all fields filled in, and what it leaves there is served from then on. It must
// not call methods of the server. It is an error if there is no such instance or
// backup.
func (s *Server) UpdateBackup(instanceID, backupID string, change func(*Backup)) error {
	now := s.now()
	return s.data.change(instanceID, func(i Instance) ([]Backup, error) {
		n := i.indexOf(backupID)
		if n < 0 {
			return nil, noBackup(instanceID, backupID)
		}
		backups := slices.Clone(i.Backups)
		b := backups[n]
		b.Files = slices.Clone(b.Files)
		change(&b)
		backups[n] = b.settled(i, now)
		return backups, nil
	})
}

func noBackup(instanceID, backupID string) error {
	return fmt.Errorf("fakeapi: instance %q has no backup %q", instanceID, backupID)
}

// OnAnswer lets the server call hook for each API request once it is known what
// is answered and before the first byte is sent, so that whatever hook does has
// happened when the client asks for the next page. It gets the finished record,
// may call all methods of the server, and is called concurrently for requests
// that are. A request that [Handle] took is not reported. A nil hook ends it.
func (s *Server) OnAnswer(hook func(Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onAnswer = hook
}
