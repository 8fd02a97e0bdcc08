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
	// pageSize is the API's maximum. Offsets must be multiples of it.
	pageSize = 100
	// maxSpan is the maximum time between BeginTime and EndTime.
	maxSpan = 30 * 24 * time.Hour
	// clockSlack is more than the clock can be off if signatures are accepted.
	clockSlack = 24 * time.Hour
	// maxReadings is how often a list is read if it keeps changing.
	maxReadings = 5
)

// ErrUnstableList is returned if backups disappeared each time that the list was
// read, so that others may have been skipped.
var ErrUnstableList = errors.New("the list of backups kept changing while it was read; try again later")

// InstanceBackups returns all backups that match f, from newest to oldest. Its
// errors are those of [tencentapi.Call] and [ErrUnstableList].
func (c *Client) InstanceBackups(ctx context.Context, f InstanceBackupsFilter) ([]InstanceBackup, error) {
	backups, err := c.list(ctx, f.request(c.api.Now()))
	if err != nil {
		return nil, err
	}
	backups = slices.DeleteFunc(backups, func(b InstanceBackup) bool { return !f.covers(b) })
	slices.SortStableFunc(backups, newestFirst)
	return backups, nil
}

// request returns the filter that the API applies. It omits time bounds that the
// API would refuse, because they have no end or are more than 30 days apart;
// covers applies these. If there is no end, 30 days after f.Begin are enough if
// that is after now.
func (f InstanceBackupsFilter) request(now time.Time) InstanceBackupsFilter {
	begin, end := f.Begin, f.End
	if begin != nil && end == nil && begin.Add(maxSpan).After(now.Add(clockSlack)) {
		end = new(begin.Add(maxSpan))
	}
	if begin == nil || end == nil || end.Sub(*begin) > maxSpan {
		begin, end = nil, nil
	}
	f.Begin, f.End = begin, end
	return f
}

// covers reports whether b began within f's bounds, in full seconds like the
// API's. A backup without a start matches no bound.
func (f InstanceBackupsFilter) covers(b InstanceBackup) bool {
	if f.Begin == nil && f.End == nil {
		return true
	}
	start, ok := ParseTime(deref(b.StartTime))
	return ok && (f.Begin == nil || !start.Before(f.Begin.Truncate(time.Second))) && (f.End == nil || !start.After(*f.End))
}

// collection holds backups in the order in which they were added, without
// duplicates.
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

// list reads all pages, again if backups disappeared meanwhile: later ones then
// move up, possibly to a page that was already read. A listing is accepted if its
// total is consistent, or if two in a row are identical.
func (c *Client) list(ctx context.Context, f InstanceBackupsFilter) ([]InstanceBackup, error) {
	var previous collection
	for reading := range maxReadings {
		backups, complete, err := c.readPages(ctx, f)
		if err != nil || complete {
			return backups.backups, err
		}
		if reading > 0 && maps.Equal(previous.ids, backups.ids) {
			return backups.backups, nil
		}
		previous = backups
	}
	return nil, ErrUnstableList
}

// readPages reads all pages once. The result is complete if it has as many backups
// as the first total. New backups move the others to later pages, so some are read
// twice and none is lost.
func (c *Client) readPages(ctx context.Context, f InstanceBackupsFilter) (backups collection, complete bool, err error) {
	first := -1
	for offset, total := 0, 1; offset < total; offset += pageSize {
		page, err := c.page(ctx, f, offset)
		if err != nil {
			return collection{}, false, err
		}
		total = page.TotalCount
		if first < 0 {
			first = total
		}
		before := len(backups.backups)
		backups.add(page.BackupSet)
		if len(backups.backups) == before {
			break // whatever the total says
		}
	}
	return backups, len(backups.backups) >= first, nil
}

// newestFirst compares the starts, and then the IDs. The API's times sort as text.
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
