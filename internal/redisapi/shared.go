// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// freshFor is how long an answer stands for identical requests. It is short
// beside the six hours of a signed URL, and long beside a plan's reads.
const freshFor = time.Minute

// shared makes identical requests of one process once, for those who ask at
// the same time and for those who ask a little later. Only successes are kept.
type shared[R any] struct {
	flights singleflight.Group

	mu      sync.Mutex
	answers map[string]kept[R]
}

type kept[R any] struct {
	answer *R
	at     time.Time
}

// do returns a fresh answer to request, or asks for one. Whoever shares a
// flight that ends with another's context asks again in its own name.
func (s *shared[R]) do(ctx context.Context, region string, request any, ask func() (*R, error)) (*R, error) {
	encoded, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	key := region + "\n" + string(encoded)
	for {
		if answer := s.fresh(key, time.Now()); answer != nil {
			return answer, nil
		}
		flight := s.flights.DoChan(key, func() (any, error) {
			answer, err := ask()
			if err != nil {
				return nil, &flightError{err: err, ctx: ctx}
			}
			s.keep(key, answer, time.Now())
			return answer, nil
		})
		select {
		case result := <-flight:
			answer, _ := result.Val.(*R)
			failed, ok := errors.AsType[*flightError](result.Err)
			if !ok {
				return answer, nil
			}
			if failed.ctx == ctx || failed.ctx.Err() == nil {
				return nil, failed.err
			}
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// flightError is a failure, and the context of the one who asked.
type flightError struct {
	err error
	ctx context.Context // only to be compared and asked whether it ended
}

func (e *flightError) Error() string { return e.err.Error() }

func (s *shared[R]) fresh(key string, now time.Time) *R {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k, ok := s.answers[key]; ok && now.Sub(k.at) < freshFor {
		return k.answer
	}
	return nil
}

func (s *shared[R]) keep(key string, answer *R, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answers == nil {
		s.answers = map[string]kept[R]{}
	}
	s.answers[key] = kept[R]{answer: answer, at: now}
}
