// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// readEach reads each backup of a list, and has outputs. It takes everything that
// concerns the provider from the environment, so that the floor accepts it.
const readEach = `
variable "instance_id" { type = string }

variable "backup_ids" { type = set(string) }

data "tencentredis_backup_url" "each" {
  for_each    = var.backup_ids
  instance_id = var.instance_id
  backup_id   = each.key
}

output "urls" {
  value     = { for id, backup in data.tencentredis_backup_url.each : id => backup.download_url }
  sensitive = true
}
`

// reader makes a workspace in which a program reads backups.
func (l *lab) reader(program string, backups []fakeapi.Backup) (*workspace, error) {
	var ids []string
	for _, b := range backups {
		ids = append(ids, b.ID)
	}
	return l.workspace(program, readEach, map[string]any{"instance_id": fakeapi.DocumentInstanceID, "backup_ids": ids})
}

// measureSize compares the stripped binaries.
func measureSize(_ context.Context, l *lab) error {
	var sizes []float64
	for _, path := range []string{l.provider, l.floor} {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		sizes = append(sizes, float64(info.Size())/(1<<20))
	}
	l.add(figure{"binary size", "MiB", sizes[:1], "floor", sizes[1:], bound{atMost, 1.25}})
	return nil
}

// measurePlan compares time, memory, and processor time of `terraform plan`. The
// service has no limit here: a plan would meet what the one before it used up.
func measurePlan(ctx context.Context, l *lab) error {
	for _, test := range []struct{ reads, rounds int }{{1, 30}, {20, 15}} {
		backups := newBackups(test.reads)
		s := serve(fakeapi.Options{RateLimit: -1}, backups, "")
		defer s.stop()
		var provider, floor []outcome
		side := func(program string, outcomes *[]outcome) (func(bool) error, error) {
			w, err := l.reader(program, backups)
			return func(counts bool) error {
				o, err := w.run(ctx, s, "plan")
				if counts {
					*outcomes = append(*outcomes, o)
				}
				return err
			}, err
		}
		ofFloor, err := side(l.floor, &floor)
		if err != nil {
			return err
		}
		ofProvider, err := side(l.provider, &provider)
		if err != nil {
			return err
		}
		if err := inTurn(test.rounds, ofFloor, ofProvider); err != nil {
			return err
		}
		name := func(what string) string { return fmt.Sprintf("plan, reads: %d: %s", test.reads, what) }
		l.add(
			figure{name("time"), "s", each(provider, seconds), "floor", each(floor, seconds), bound{atMost, 1.10}},
			figure{name("processor time"), "s", each(provider, cpuSeconds), "floor", each(floor, cpuSeconds), bound{atMost, 1.8}},
			figure{name("peak memory"), "MiB", each(provider, peakMiB), "floor", each(floor, peakMiB), bound{atMost, 1.10}},
		)
	}
	return nil
}

// measureReads reads hundreds of backups at the API's limit, and compares the time
// with the ideal of 20 reads in each second, which the API's document allows.
func measureReads(ctx context.Context, l *lab) error {
	const reads, limit = 500, 20
	backups := newBackups(reads)
	w, err := l.reader(l.provider, backups)
	if err != nil {
		return err
	}
	for _, test := range []struct {
		latency     time.Duration
		parallelism int // enough to make 20 requests in a second
	}{{0, 10}, {150 * time.Millisecond, 10}, {time.Second, 30}, {3 * time.Second, 80}} {
		s := serve(fakeapi.Options{}, backups, "")
		s.Always(fakeapi.Latency(test.latency))
		o, err := w.try(ctx, s, "plan", fmt.Sprint("-parallelism=", test.parallelism))
		s.stop()
		if err != nil {
			return err
		}
		name := func(what string) string {
			return fmt.Sprintf("reads: %d, latency: %s: %s", reads, test.latency, what)
		}
		ideal := float64(reads)/limit + test.latency.Seconds()
		refused := float64(s.Stats("DescribeBackupUrl").Throttled)
		l.add(
			figure{name("time"), "s", []float64{o.seconds}, "ideal", []float64{ideal}, bound{atMost, 1.05}},
			figure{name: name("refused requests"), samples: []float64{refused}, want: bound{atMost, 0}},
			figure{name: name("failed reads"), samples: []float64{float64(o.failures)}, want: bound{atMost, 0}},
		)
	}
	return nil
}
