// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// unlimited is a service that refuses nothing: plans that follow each other
// closely would meet the limit, while a new process knows of no earlier one.
var unlimited = fakeapi.Options{RateLimit: -1}

// measurePlan compares the time of `terraform plan`.
func measurePlan(ctx context.Context, l *lab) error {
	for _, test := range []struct{ reads, rounds int }{
		{1, l.times(20, 5)},
		{20, l.times(15, 3)},
	} {
		provider, floor, err := l.comparePlans(ctx, test.reads, test.rounds, l.workspace)
		if err != nil {
			return err
		}
		l.add(figure{
			Name: fmt.Sprintf("terraform plan, reads: %d", test.reads), Unit: "s",
			Samples: secondsOf(provider), Against: "floor", With: secondsOf(floor), Want: bound{atMost, 1.05},
		})
	}
	return nil
}

// measureMemory compares the peak memory of the provider's processes, and their
// processor time, in a plan of one read.
func measureMemory(ctx context.Context, l *lab) error {
	provider, floor, err := l.comparePlans(ctx, 1, l.times(15, 3), l.metered)
	if err != nil {
		return err
	}
	l.add(
		figure{
			Name: "peak memory, reads: 1", Unit: "MiB",
			Samples: peaksOf(provider), Against: "floor", With: peaksOf(floor), Want: bound{atMost, 1.15},
		},
		figure{Name: "processor time, reads: 1", Unit: "s", Samples: cpuOf(provider), Against: "floor", With: cpuOf(floor)},
	)
	return nil
}

// preparer is one of the two ways to make a workspace.
type preparer func(ctx context.Context, program string, reads int) (*workspace, error)

// comparePlans plans with the provider and the floor in turn.
func (l *lab) comparePlans(ctx context.Context, reads, rounds int, prepare preparer) (provider, floor []planned, err error) {
	s := serve(unlimited)
	defer s.stop()
	side := func(program string, results *[]planned) (func(bool) error, error) {
		w, err := prepare(ctx, program, reads)
		return func(counts bool) error {
			p, err := w.plan(ctx, s)
			if err == nil && counts {
				*results = append(*results, p)
			}
			return err
		}, err
	}
	ofFloor, err := side(l.programs.floor, &floor)
	if err != nil {
		return nil, nil, err
	}
	ofProvider, err := side(l.programs.provider, &provider)
	if err != nil {
		return nil, nil, err
	}
	return provider, floor, inTurn(ctx, rounds, ofFloor, ofProvider)
}

func secondsOf(plans []planned) []float64 {
	return each(plans, func(p planned) float64 { return p.seconds })
}

func peaksOf(plans []planned) []float64 {
	return each(plans, func(p planned) float64 { return p.used.peakMiB() })
}

func cpuOf(plans []planned) []float64 {
	return each(plans, func(p planned) float64 { return p.used.CPUSeconds })
}

func each[T any](items []T, of func(T) float64) []float64 {
	values := make([]float64, len(items))
	for i, item := range items {
		values[i] = of(item)
	}
	return values
}
