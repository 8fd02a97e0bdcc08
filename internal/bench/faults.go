// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"math"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// failing lets about a share of all requests fail, in three ways that pass.
func failing(share float64) []fakeapi.Fault {
	// Each is drawn by itself, so that 1-share of all requests meet none.
	own := 1 - math.Cbrt(1-share)
	return []fakeapi.Fault{
		fakeapi.Fail("InternalError").Sometimes(own),
		fakeapi.HTTPError(502).Sometimes(own),
		fakeapi.Reset().Sometimes(own),
	}
}

// measureFaults reads from a service that fails one request in three.
func measureFaults(ctx context.Context, l *lab) error {
	reads := l.times(allReads, allReads/5)
	w, err := l.workspace(ctx, l.programs.provider, reads)
	if err != nil {
		return err
	}
	s := serve(fakeapi.Options{}, failing(1.0/3)...)
	defer s.stop()
	p, err := w.try(ctx, s)
	if err != nil {
		return err
	}
	name := func(what string) string { return fmt.Sprintf("%s, one request in three fails, reads: %d", what, reads) }
	requests := s.calls().Requests
	l.add(
		figure{Name: name("failures"), Samples: []float64{float64(p.failures)}, Want: bound{atMost, 0}},
		figure{Name: name("refusals"), Samples: []float64{float64(s.calls().Refusals)}},
		figure{
			Name: name("time"), Unit: "s", Samples: []float64{p.seconds},
			Against: "ideal", With: []float64{float64(requests) / rateLimit},
		},
	)
	return nil
}

// measureTLS reads over HTTPS and counts handshakes.
func measureTLS(ctx context.Context, l *lab) error {
	reads := l.times(allReads, allReads/5)
	w, err := l.install(ctx, l.programs.provider, order{reads: reads, more: overTLS})
	if err != nil {
		return err
	}
	s, err := serveTLS(fakeapi.Options{}, l.dir)
	if err != nil {
		return err
	}
	defer s.stop()
	p, err := w.plan(ctx, s)
	if err != nil {
		return err
	}
	counted := s.Stats()
	l.add(
		figure{Name: fmt.Sprintf("refusals over HTTPS, reads: %d", reads), Samples: []float64{float64(s.calls().Refusals)}, Want: bound{atMost, 0}},
		figure{
			Name: fmt.Sprintf("TLS handshakes, reads: %d", reads), Want: bound{atMost, readsInFlight},
			Samples: []float64{float64(counted.TLSHandshakes)},
		},
		figure{
			Name: fmt.Sprintf("time over HTTPS, reads: %d", reads), Unit: "s", Samples: []float64{p.seconds},
			Against: "ideal", With: []float64{float64(reads) / rateLimit}, Want: bound{atMost, 1.05},
		})
	return nil
}

// readsInFlight is how many reads Terraform does at the same time, unless it is
// told otherwise.
const readsInFlight = 10
