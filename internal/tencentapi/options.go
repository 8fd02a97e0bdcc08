// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// Option changes one default of a [Client].
type Option func(*options)

// LogFunc takes one log line: a message and its fields. It is called with the
// context of the call that the line is about.
type LogFunc func(ctx context.Context, message string, fields map[string]any)

type options struct {
	transport      http.RoundTripper
	now            func() time.Time
	log            LogFunc
	requestClient  string
	source         string
	requestTimeout time.Duration
	maxRate        int
	maxRetries     int
	backoffBase    time.Duration
	backoffLimit   time.Duration
}

func defaultOptions() options {
	return options{
		now:            time.Now,
		log:            func(context.Context, string, map[string]any) {},
		requestTimeout: 25 * time.Second,
		maxRate:        20,
		maxRetries:     8,
		backoffBase:    500 * time.Millisecond,
		backoffLimit:   5 * time.Second,
	}
}

// WithTransport sends the requests through rt. The default is a transport of
// the client's own that honors the environment's proxy settings.
func WithTransport(rt http.RoundTripper) Option {
	return func(o *options) { o.transport = rt }
}

// WithClock signs with the time that now returns.
func WithClock(now func() time.Time) Option {
	return func(o *options) { o.now = now }
}

// WithLogger passes a line for each attempt to log. The default drops them.
func WithLogger(log LogFunc) Option {
	return func(o *options) { o.log = log }
}

// WithRequestClient names the caller to the API (X-TC-RequestClient). Characters
// that the API does not accept become "_", and the name is cut at its limit of
// 128 characters.
func WithRequestClient(name string) Option {
	name = strings.Map(func(r rune) rune {
		if r < 128 && (r == ' ' || strings.ContainsRune(hostNameLetters+"_,;.", r)) {
			return r
		}
		return '_'
	}, name)
	return func(o *options) { o.requestClient = name[:min(len(name), 128)] }
}

// WithSourceName says in words where the credentials come from, for the errors
// that reject them; see [Error].
func WithSourceName(name string) Option {
	return func(o *options) { o.source = name }
}

// WithRequestTimeout ends an attempt that has no complete response after d. The
// default is 25 seconds: a call that times out is tried twice, and so fails
// within a minute.
func WithRequestTimeout(d time.Duration) Option {
	return func(o *options) { o.requestTimeout = d }
}

// WithMaxRequestsPerSecond limits the requests of each action to n in any
// second; the default is 20, the API's documented limit for most actions. The
// rate drops for a while when the API throttles requests all the same.
func WithMaxRequestsPerSecond(n int) Option {
	return func(o *options) { o.maxRate = n }
}

// WithMaxRetries allows n attempts beyond the first; the default is 8, and 0
// disables retries.
func WithMaxRetries(n int) Option {
	return func(o *options) { o.maxRetries = n }
}

// WithBackoff waits a random time of up to base before the first retry, twice
// as much before each further one, and never more than limit. The defaults are
// 500 ms and 5 s; a base of 0 does not wait.
func WithBackoff(base, limit time.Duration) Option {
	return func(o *options) { o.backoffBase, o.backoffLimit = base, limit }
}
