// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
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
	url         *url.URL
	credentials CredentialSource
	unsigned    bool // credentials is Unsigned
	http        *http.Client
	pacers      pacers
	skew        atomic.Int64 // nanoseconds that the server's clock is ahead of ours
}

// New returns a client of service at endpoint that signs with credentials. It
// fails where the endpoint is not a usable one; it makes no request.
func New(service Service, endpoint Endpoint, credentials CredentialSource, opts ...Option) (*Client, error) {
	u, err := endpoint.URL(service.Name)
	if err != nil {
		return nil, fmt.Errorf("endpoint of %s: %w", service.Name, err)
	}
	_, unsigned := credentials.(Unsigned)
	c := &Client{options: defaultOptions(), service: service, url: u, credentials: credentials, unsigned: unsigned}
	for _, opt := range opts {
		opt(&c.options)
	}
	c.pacers.limit = c.maxRate
	if c.transport == nil {
		c.transport = newTransport()
	}
	c.http = &http.Client{
		Transport: c.transport,
		// A redirected POST would carry the signature to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c, nil
}

func newTransport() *http.Transport {
	t := &http.Transport{}
	if d, ok := http.DefaultTransport.(*http.Transport); ok {
		t = d.Clone()
	}
	// The default of two would close all but two of the connections of
	// Terraform's ten concurrent reads, and shake hands anew for each read.
	t.MaxIdleConnsPerHost = t.MaxIdleConns
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		proxy, err := http.ProxyFromEnvironment(r)
		if err != nil {
			// The cause repeats the proxy's address, password and all.
			return nil, errors.New("the proxy in the environment (HTTPS_PROXY or HTTP_PROXY) is not a valid URL")
		}
		return proxy, nil
	}
	return t
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
// within an [*AttemptsError] after more than one attempt; the cause of ctx
// where that ended first; and the credential source's own error.
func Call[R any, P Response[R]](ctx context.Context, c *Client, action, region string, request any) (*R, error) {
	body, err := json.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("%s: encoding the request: %w", action, err)
	}
	x := &exchange{action: action, region: region, body: body}
	if s, ok := request.(interface{ Secrets() []string }); ok {
		x.secrets = s.Secrets()
	}
	var answer *R
	err = c.retry(ctx, x, func(ctx context.Context) error {
		answer = new(R) // nothing of an earlier, half-read answer may stay
		return c.attempt(ctx, x, P(answer))
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// clock is the time to sign with: ours, corrected by what the server told.
func (c *Client) clock() time.Time {
	return c.now().Add(time.Duration(c.skew.Load()))
}
