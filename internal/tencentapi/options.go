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

// LogFunc logs a message with its fields. It is called with the context of the
// call that the message is about.
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

// The defaults of [WithRequestTimeout], [WithMaxRequestsPerSecond], and
// [WithMaxRetries]. A call that times out, which is tried twice, fails within a minute.
const (
	DefaultRequestTimeout       = 25 * time.Second
	DefaultMaxRequestsPerSecond = 20
	DefaultMaxRetries           = 8
)

func defaultOptions() options {
	return options{
		now:            time.Now,
		log:            func(context.Context, string, map[string]any) {},
		requestTimeout: DefaultRequestTimeout,
		maxRate:        DefaultMaxRequestsPerSecond,
		maxRetries:     DefaultMaxRetries,
		backoffBase:    500 * time.Millisecond,
		backoffLimit:   5 * time.Second,
	}
}

// WithTransport sends the requests through rt. The default is a new transport
// that honors the proxy settings in the environment.
func WithTransport(rt http.RoundTripper) Option {
	return func(o *options) { o.transport = rt }
}

// WithClock signs with the time that now returns.
func WithClock(now func() time.Time) Option {
	return func(o *options) { o.now = now }
}

// WithLogger logs each attempt. The default is not to log.
func WithLogger(log LogFunc) Option {
	return func(o *options) { o.log = log }
}

// WithRequestClient sets the header X-TC-RequestClient. Characters that the API
// does not accept become "_", and names longer than its limit of 128 characters
// are truncated.
func WithRequestClient(name string) Option {
	name = strings.Map(func(r rune) rune {
		if r < 128 && (r == ' ' || strings.ContainsRune(hostNameLetters+"_,;.", r)) {
			return r
		}
		return '_'
	}, name)
	return func(o *options) { o.requestClient = name[:min(len(name), 128)] }
}

// WithSourceName sets the description of the credentials' source in errors that
// reject them; see [Error].
func WithSourceName(name string) Option {
	return func(o *options) { o.source = name }
}

// WithRequestTimeout ends an attempt that has no complete response after d. The
// default is 25 seconds.
func WithRequestTimeout(d time.Duration) Option {
	return func(o *options) { o.requestTimeout = d }
}

// WithMaxRequestsPerSecond limits the requests of each action to n in any
// second; the default is 20, the API's documented limit for most actions. The
// rate drops for a while if the API throttles requests anyway.
func WithMaxRequestsPerSecond(n int) Option {
	return func(o *options) { o.maxRate = n }
}

// WithMaxRetries sets the maximum number of retries. 0 disables them.
func WithMaxRetries(n int) Option {
	return func(o *options) { o.maxRetries = n }
}

// WithBackoff sets the exponential backoff with full jitter: base is the maximum
// wait before the first retry, and limit that before any. The defaults are
// 500 ms and 5 s.
func WithBackoff(base, limit time.Duration) Option {
	return func(o *options) { o.backoffBase, o.backoffLimit = base, limit }
}
