// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"
)

// Service is one product of the API: its name in host names and signatures,
// and the version of its actions.
type Service struct {
	Name    string // "redis"
	Version string // "2018-04-12"
}

// Client calls the actions of one service. It is safe for concurrent use.
type Client struct {
	options

	service     Service
	endpoint    Endpoint
	credentials CredentialSource
	unsigned    bool // credentials is Unsigned
	http        *http.Client
	pacers      sync.Map     // of *pacer, by action: the API counts each separately
	bodies      sync.Pool    // of *bytes.Buffer, for responses
	skew        atomic.Int64 // nanoseconds that the server's clock is ahead of ours
}

// New returns a client for service at endpoint that signs with credentials. It
// makes no request. It returns an error if the endpoint is invalid.
func New(service Service, endpoint Endpoint, credentials CredentialSource, opts ...Option) (*Client, error) {
	if _, err := endpoint.URL(service.Name, ""); err != nil {
		return nil, fmt.Errorf("endpoint of %s: %w", service.Name, err)
	}
	_, unsigned := credentials.(Unsigned)
	c := &Client{options: defaultOptions(), service: service, endpoint: endpoint, credentials: credentials, unsigned: unsigned}
	for _, opt := range opts {
		opt(&c.options)
	}
	if c.transport == nil {
		c.transport = NewTransport(nil, nil)
	}
	c.http = &http.Client{
		Transport: c.transport,
		// A redirected POST would carry the signature to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c, nil
}

// ResponseHead holds the fields that all responses have; the type of a response
// embeds it.
type ResponseHead struct {
	RequestID string     `json:"-"`         // empty if the API returned none
	RawID     *string    `json:"RequestId"` // nil once RequestID is set
	Error     *errorBody `json:"Error"`
}

type errorBody struct{ Code, Message *string }

func (h *ResponseHead) head() *ResponseHead { return h }

// Response is a pointer to R, the type of an action's response, which embeds
// [ResponseHead].
type Response[R any] interface {
	*R
	head() *ResponseHead
}

// Call calls action in region with request as its JSON body and returns the
// response. It retries as [RetryRules] permits, signs each attempt anew, and
// renews the credential once if the API refuses its token. If request has a
// method Secrets() []string, errors never contain these values.
//
// It returns an [*Error] if the API refused the request, a [*ResponseError] if
// the response did not come from the API, a [*FieldError] if a required field is not
// as documented, and a [*ConnectionError] if there was no response, each wrapped in an [*AttemptsError] after more than one attempt.
// If ctx is done, the error wraps its cause. Errors of the credential source are
// returned as they are.
func Call[R any, P Response[R]](ctx context.Context, c *Client, action, region string, request any) (*R, error) {
	return do[R, P](ctx, c, &exchange{action: action, region: region}, request)
}

// CallOnce is [Call] for an action that must not take effect twice. It retries
// only if the request certainly had no effect, for example because it was
// throttled. If the request may have had an effect, it returns an
// [*UncertainError].
func CallOnce[R any, P Response[R]](ctx context.Context, c *Client, action, region string, request any) (*R, error) {
	return do[R, P](ctx, c, &exchange{action: action, region: region, once: true}, request)
}

func do[R any, P Response[R]](ctx context.Context, c *Client, x *exchange, request any) (*R, error) {
	var err error
	if x.body, err = json.Marshal(request); err != nil {
		return nil, fmt.Errorf("%s: encoding the request: %w", x.action, err)
	}
	if x.url, err = c.endpoint.URL(c.service.Name, x.region); err != nil {
		return nil, fmt.Errorf("%s: host of region %q: %w", x.action, x.region, err)
	}
	if s, ok := request.(interface{ Secrets() []string }); ok {
		x.secrets = s.Secrets()
	}
	var decoded *envelope[R, P]
	err = c.retry(ctx, x, func() error {
		decoded = &envelope[R, P]{} // without anything of a truncated response
		return c.attempt(ctx, x, decoded)
	})
	if err != nil {
		return nil, err
	}
	return decoded.Response, nil
}

// envelope is a response as it is encoded.
type envelope[R any, P Response[R]] struct{ Response *R }

// head returns nil if there is no Response object.
func (e *envelope[R, P]) head() *ResponseHead {
	if e.Response == nil {
		return nil
	}
	return P(e.Response).head()
}

func (c *Client) pacer(action string) *pacer {
	p, ok := c.pacers.Load(action)
	if !ok {
		p, _ = c.pacers.LoadOrStore(action, newPacer(c.maxRate))
	}
	return p.(*pacer) //nolint:forcetypeassert // it has no others
}

// Now returns the current time by the server's clock if a response has shown
// that it differs from this machine's.
func (c *Client) Now() time.Time {
	return c.now().Add(time.Duration(c.skew.Load()))
}
