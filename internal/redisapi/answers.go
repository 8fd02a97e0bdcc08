// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/flight"
)

// freshFor is how long an answer stands for identical requests. It is short
// beside the six hours of a signed URL, and long beside a plan's reads.
const freshFor = time.Minute

// answers makes identical requests of one process once, for those who ask at
// the same time and for those who ask a little later. Only successes are kept.
type answers[R any] struct {
	mu        sync.Mutex
	byRequest map[string]*answer[R]
}

type answer[R any] struct {
	flight flight.Shared[*R]

	mu    sync.Mutex
	value *R // nil: none so far
	at    time.Time
}

// to returns a fresh answer to request in region, or asks for one.
func (a *answers[R]) to(ctx context.Context, region string, request any, ask func(context.Context) (*R, error)) (*R, error) {
	encoded, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	kept := a.find(region + "\n" + string(encoded))
	if value := kept.fresh(); value != nil {
		return value, nil
	}
	return kept.flight.Do(ctx, func(ctx context.Context) (*R, error) {
		// Another flight may have ended between the look and this one's start.
		if value := kept.fresh(); value != nil {
			return value, nil
		}
		value, err := ask(ctx)
		if err == nil {
			kept.keep(value)
		}
		return value, err
	})
}

func (a *answers[R]) find(key string) *answer[R] {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.byRequest == nil {
		a.byRequest = map[string]*answer[R]{}
	}
	if a.byRequest[key] == nil {
		a.byRequest[key] = &answer[R]{}
	}
	return a.byRequest[key]
}

func (a *answer[R]) fresh() *R {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.value == nil || time.Since(a.at) >= freshFor {
		return nil
	}
	return a.value
}

func (a *answer[R]) keep(value *R) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.value, a.at = value, time.Now()
}
