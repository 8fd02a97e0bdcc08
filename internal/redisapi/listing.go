// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

const (
	// pageSize is the most that the API gives at once; an offset must be a
	// multiple of it.
	pageSize = 100
	// maxSpan is how far apart the API lets BeginTime and EndTime be.
	maxSpan = 30 * 24 * time.Hour
	// maxReadings is how often a list is read that changes under the reader.
	maxReadings = 5
)

// ErrUnstableList tells that the list of backups changed each time that it was
// read, so that none of the readings can be trusted to be whole.
var ErrUnstableList = errors.New("the list of backups changed while it was read, each time that it was tried; try again later")

// InstanceBackups lists every backup that f lets through, newest first, each
// once. It makes as many requests as the API's page size of 100 and its span
// of 30 days call for; now ends a span without an end. Its errors are those of
// [tencentapi.Call] and [ErrUnstableList].
func (c *Client) InstanceBackups(ctx context.Context, f InstanceBackupsFilter, now time.Time) ([]InstanceBackup, error) {
	var all collection
	for _, span := range spans(f, now) {
		backups, err := c.listSpan(ctx, span)
		if err != nil {
			return nil, err
		}
		all.add(backups)
	}
	slices.SortStableFunc(all.backups, newestFirst)
	return all.backups, nil
}

// collection keeps backups in the order in which they came, each id once.
type collection struct {
	backups []InstanceBackup
	ids     map[string]bool
}

func (l *collection) add(backups []InstanceBackup) {
	if l.ids == nil {
		l.ids = map[string]bool{}
	}
	for _, b := range backups {
		if b.BackupID != nil {
			if l.ids[*b.BackupID] {
				continue
			}
			l.ids[*b.BackupID] = true
		}
		l.backups = append(l.backups, b)
	}
}

// spans cuts a time span that is longer than the API takes into such as it
// takes, the newest first. They do not overlap: bounds are inclusive seconds.
func spans(f InstanceBackupsFilter, now time.Time) []InstanceBackupsFilter {
	if f.Begin.IsZero() {
		return []InstanceBackupsFilter{f}
	}
	end := f.End
	if end.IsZero() {
		end = now
	}
	var cut []InstanceBackupsFilter
	for ; !end.Before(f.Begin); end = end.Add(-maxSpan - time.Second) {
		span := f
		span.Begin, span.End = later(end.Add(-maxSpan), f.Begin), end
		cut = append(cut, span)
	}
	return cut
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// listSpan reads all pages, again where the list changed in between: a backup
// that came or went moves the others across the pages' bounds, and one of them
// would be missed or told twice. A reading counts where it is whole by its own
// numbers, or where the next one reads the same.
func (c *Client) listSpan(ctx context.Context, f InstanceBackupsFilter) ([]InstanceBackup, error) {
	var previous collection
	for reading := range maxReadings {
		backups, whole, err := c.readPages(ctx, f)
		if err != nil || whole {
			return backups.backups, err
		}
		if reading > 0 && maps.Equal(previous.ids, backups.ids) {
			return backups.backups, nil
		}
		previous = backups
	}
	return nil, ErrUnstableList
}

// readPages reads all pages once. The reading is whole where every page told
// the same total, and that many backups came, none of them twice.
func (c *Client) readPages(ctx context.Context, f InstanceBackupsFilter) (backups collection, whole bool, err error) {
	received, total := 0, -1
	whole = true
	for offset := 0; total < 0 || offset < total; offset += pageSize {
		page, err := c.page(ctx, f, offset)
		if err != nil {
			return collection{}, false, err
		}
		whole = whole && (total < 0 || page.TotalCount == total)
		total = page.TotalCount
		received += len(page.BackupSet)
		before := len(backups.backups)
		backups.add(page.BackupSet)
		if len(backups.backups) == before {
			break // whatever the total says, there is no more to come
		}
	}
	return backups, whole && received == total && len(backups.backups) == total, nil
}

// newestFirst orders by start, and by id where the starts are equal. The API's
// times sort as text.
func newestFirst(a, b InstanceBackup) int {
	return cmp.Or(
		cmp.Compare(deref(b.StartTime), deref(a.StartTime)),
		cmp.Compare(deref(b.BackupID), deref(a.BackupID)),
	)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
