// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"math"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// TestServe reads through the service as the round trips do.
func TestServe(t *testing.T) {
	t.Parallel()
	s := serve(fakeapi.Options{})
	t.Cleanup(s.stop)
	if got := s.calls(); got.Requests != 0 {
		t.Errorf("before the first request there were %d", got.Requests)
	}
	if got := len(backups()); got != allReads {
		t.Errorf("there are %d backups, want %d", got, allReads)
	}
}

// TestFailing: the shares of the faults add up to that which was asked for.
func TestFailing(t *testing.T) {
	t.Parallel()
	own := 1 - math.Cbrt(1-1.0/3)
	if all := 1 - math.Pow(1-own, float64(len(failing(1.0/3)))); math.Abs(all-1.0/3) > 1e-9 {
		t.Errorf("%g of all requests fail, want a third", all)
	}
}

func TestEndured_note(t *testing.T) {
	t.Parallel()
	var e endured
	for _, mib := range []int64{30, 50, 40} {
		e.note(planned{failures: 1, used: usage{PeakBytes: mib << 20}})
	}
	if want := (endured{plans: 3, failures: 3, firstPeak: 30, maxPeak: 50, lastPeak: 40}); e != want {
		t.Errorf("got %+v, want %+v", e, want)
	}
}

// TestMachine_String names what a reader of figures must know.
func TestMachine_String(t *testing.T) {
	t.Parallel()
	m := machine{
		Date: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), System: "linux/amd64", Processor: "CPU", Cores: 2, Load: "0 0 0",
		Go: "go1.26", Terraform: "Terraform 1.11.4",
	}
	const want = "2026-01-02T03:04:05Z, linux/amd64, 2 cores, CPU, load before 0 0 0, go1.26, Terraform 1.11.4"
	if got := m.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
