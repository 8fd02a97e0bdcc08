// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// pageSize is the API's maximum. Offsets should be multiples of it, and are as long
	// as pages are full.
	pageSize = 100
	// maxSpan is the maximum time between BeginTime and EndTime.
	maxSpan = 30 * 24 * time.Hour
	// clockSlack is more than the clock can be off if signatures are accepted.
	clockSlack = 24 * time.Hour
	// maxReadings is how often a list is read if it keeps changing.
	maxReadings = 5
)

// ListError is the error for a list of backups that is not complete, or not the one
// that was asked for.
type ListError struct {
	Reason    string
	RequestID string // of the last page
}

func (e *ListError) Error() string {
	return fmt.Sprintf("list of backups: %s (request ID %s)", e.Reason, e.RequestID)
}

// InstanceBackups returns all backups that match f, from newest to oldest. Those
// whose start cannot be read come last, and match all bounds of time. Its errors are
// those of [tencentapi.Call] and [*ListError].
func (c *Client) InstanceBackups(ctx context.Context, f InstanceBackupsFilter) ([]InstanceBackup, error) {
	backups, err := c.list(ctx, f.request(c.api.Now()))
	if err != nil {
		return nil, err
	}
	backups = slices.DeleteFunc(backups, func(b InstanceBackup) bool { return !f.matches(b) })
	slices.SortStableFunc(backups, newestFirst)
	return backups, nil
}

// request returns the filter that the API applies. It omits time bounds that the
// API would refuse, because they have no end or are more than 30 days apart;
// matches applies these. If there is no end, 30 days after f.Begin are enough if
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

// matches reports whether b is what f selects, which the API is not trusted to check.
// The bounds of time are in full seconds like the API's.
func (f InstanceBackupsFilter) matches(b InstanceBackup) bool {
	start, known := ParseTime(deref(b.StartTime))
	return strings.Contains(strings.ToLower(deref(b.InstanceName)), strings.ToLower(f.InstanceName)) &&
		(len(f.Status) == 0 || b.Status != nil && slices.Contains(f.Status, BackupStatus(*b.Status))) &&
		(f.Type == "" || deref(b.BackupType) == string(f.Type)) &&
		(f.Remark == "" || deref(b.Remark) == f.Remark) &&
		(!known || f.Begin == nil || !start.Before(f.Begin.Truncate(time.Second))) &&
		(!known || f.End == nil || !start.After(*f.End))
}

// reading holds the backups of one reading of all pages, without duplicates.
type reading struct {
	backups []InstanceBackup
	seen    map[[2]string]bool // IDs of instance and backup
}

// add adds backups and reports whether any of them is new.
func (r *reading) add(backups []InstanceBackup) (fresh bool) {
	for _, b := range backups {
		if b.BackupID != nil {
			id := [2]string{deref(b.InstanceID), *b.BackupID}
			if r.seen[id] {
				continue
			}
			r.seen[id], fresh = true, true
		}
		r.backups = append(r.backups, b)
	}
	return fresh
}

// list reads all pages, again if backups disappeared meanwhile: later ones then
// move up, possibly to a page that was already read. If the same backups are
// missing twice, the list is not changing but faulty.
func (c *Client) list(ctx context.Context, f InstanceBackupsFilter) ([]InstanceBackup, error) {
	var previous *reading
	var fault *ListError
	for range maxReadings {
		var current *reading
		var err error
		if current, fault, err = c.readPages(ctx, f); err != nil {
			return nil, err
		}
		if fault == nil {
			return current.backups, nil
		}
		if previous != nil && maps.Equal(previous.seen, current.seen) {
			return nil, fault
		}
		previous = current
	}
	return nil, &ListError{"backups kept disappearing while it was read", fault.RequestID}
}

// readPages reads all pages once. The end is where all that the API counts were
// received, or an empty page: some services return shorter pages than asked for, or no
// usable total. New backups move the others to later pages, so some are read twice and
// none is lost. The fault is nil if the result has as many backups as the first total.
func (c *Client) readPages(ctx context.Context, f InstanceBackupsFilter) (*reading, *ListError, error) {
	r := &reading{seen: map[[2]string]bool{}}
	first, received := int64(0), int64(0)
	for {
		page, err := c.page(ctx, f, received)
		if err != nil {
			return nil, nil, err
		}
		total := int64(0)
		if page.TotalCount != nil {
			total = *page.TotalCount
		}
		if received == 0 {
			first = total
		}
		fault := func(reason string, args ...any) *ListError {
			return &ListError{fmt.Sprintf(reason, args...), page.RequestID}
		}
		backups := page.BackupSet.backups
		if !page.BackupSet.present {
			return r, fault("the response has no BackupSet"), nil
		}
		if f.InstanceID != "" && slices.ContainsFunc(backups, func(b InstanceBackup) bool { return b.InstanceID != nil && *b.InstanceID != f.InstanceID }) {
			return r, fault("it has a backup of another instance"), nil
		}
		fresh := r.add(backups)
		received += int64(len(backups))
		if n := len(r.backups); len(backups) == 0 || received == total {
			if int64(n) < first {
				return r, fault("the API counts %d backups and returned %d", first, n), nil
			}
			return r, nil, nil
		}
		if !fresh && received > int64(len(backups)) {
			return r, fault("the API returned the same page twice"), nil
		}
	}
}

// newestFirst compares the starts, and then the IDs.
func newestFirst(a, b InstanceBackup) int {
	startA, _ := ParseTime(deref(a.StartTime))
	startB, _ := ParseTime(deref(b.StartTime))
	return cmp.Or(startB.Compare(startA), cmp.Compare(deref(b.BackupID), deref(a.BackupID)))
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
