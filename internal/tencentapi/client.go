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
	pacers      pacers
	bodies      sync.Pool    // of *bytes.Buffer, for answers
	skew        atomic.Int64 // nanoseconds that the server's clock is ahead of ours
}

// New returns a client of service at endpoint that signs with credentials. It
// fails where the endpoint is not a usable one; it makes no request.
func New(service Service, endpoint Endpoint, credentials CredentialSource, opts ...Option) (*Client, error) {
	if _, err := endpoint.URL(service.Name, ""); err != nil {
		return nil, fmt.Errorf("endpoint of %s: %w", service.Name, err)
	}
	_, unsigned := credentials.(Unsigned)
	c := &Client{options: defaultOptions(), service: service, endpoint: endpoint, credentials: credentials, unsigned: unsigned}
	for _, opt := range opts {
		opt(&c.options)
	}
	c.pacers.limit = c.maxRate
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

// ResponseHead is what every answer's "Response" object holds besides the
// action's own fields; the type of an answer embeds it.
type ResponseHead struct {
	RequestID string     `json:"RequestId"`
	Error     *errorBody `json:"Error"`
}

type errorBody struct{ Code, Message string }

func (h *ResponseHead) head() *ResponseHead { return h }

// Response is a pointer to R, the type of an action's answer, which embeds
// [ResponseHead].
type Response[R any] interface {
	*R
	head() *ResponseHead
}

// Call makes action in region with request as its JSON body and returns the
// answer. It tries again as attemptsAllowed allows, each time signed anew, and
// has the credential renewed once where the API refuses its token. Where the
// request has a method Secrets() []string, no error repeats what that returns.
//
// It returns an [*Error] where the API refused, a [*ResponseError] where the
// answer was not the API's, a [*ConnectionError] where there was none, each
// within an [*AttemptsError] after more than one attempt; the cause of ctx,
// mostly within one of these, where that ended first; and the credential source's own error.
func Call[R any, P Response[R]](ctx context.Context, c *Client, action, region string, request any) (*R, error) {
	body, err := json.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("%s: encoding the request: %w", action, err)
	}
	u, err := c.endpoint.URL(c.service.Name, region)
	if err != nil {
		return nil, fmt.Errorf("%s: host of region %q: %w", action, region, err)
	}
	x := &exchange{action: action, region: region, url: u, body: body}
	if s, ok := request.(interface{ Secrets() []string }); ok {
		x.secrets = s.Secrets()
	}
	var decoded *envelope[R, P]
	err = c.retry(ctx, x, func(ctx context.Context) error {
		decoded = &envelope[R, P]{} // nothing of an earlier, half-read answer may stay
		return c.attempt(ctx, x, decoded)
	})
	if err != nil {
		return nil, err
	}
	return decoded.Response, nil
}

// envelope is an answer as it comes over the wire.
type envelope[R any, P Response[R]] struct{ Response *R }

func (e *envelope[R, P]) head() *ResponseHead {
	if e.Response == nil {
		return &ResponseHead{}
	}
	return P(e.Response).head()
}

// clock is the time to sign with: ours, corrected by what the server told.
func (c *Client) clock() time.Time {
	return c.now().Add(time.Duration(c.skew.Load()))
}
