// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

const (
	// maxBody is the maximum size of a response.
	maxBody = 8 << 20
	// usualBody is enough for most responses that do not state their length.
	usualBody = 16 << 10
)

// exchange is a call: what every attempt sends, and the state of the current one.
type exchange struct {
	action, region string
	once           bool // the action must not take effect twice
	url            *url.URL
	body           []byte
	secrets        []string // values in the body that errors must not contain

	number       int           // of attempts so far, including the current one
	timeouts     int           // of attempts so far
	sent         bool          // the current attempt may have reached the API
	retryAfter   time.Duration // requested by the last response; 0 if it did not
	signedAt     time.Time     // by the corrected clock
	cred         Credential
	ignored      []string // fields of the response; see optionalFields
	noCredential bool     // the source's error is final
}

// attempt makes one request, decodes the response into out, and logs the result.
// Its errors are those of [Call], except for [*AttemptsError].
func (c *Client) attempt(ctx context.Context, x *exchange, out response) error {
	x.sent, x.ignored = false, nil
	cred, err := c.credentials.Credential(ctx)
	if err != nil {
		x.noCredential = true
		return err
	}
	x.cred = cred
	pace := c.pacer(x.action)
	slot, err := pace.take(ctx)
	if err != nil {
		return err
	}
	x.number++
	start := time.Now()
	err = c.send(ctx, x, out, func() { pace.markSent(slot, time.Now()) })
	pace.done(slot, outcomeOf(ctx, err), time.Now())
	fields := map[string]any{
		"action": x.action, "region": x.region, "attempt": x.number,
		"duration_ms": time.Since(start).Milliseconds(),
	}
	if head := out.head(); head != nil && head.RequestID != "" {
		fields["request_id"] = head.RequestID
	}
	if len(x.ignored) > 0 {
		fields["ignored_fields"] = strings.Join(x.ignored[:min(len(x.ignored), 10)], " ")
	}
	if apiErr, ok := errors.AsType[*Error](err); ok {
		fields["code"] = apiErr.Code
	} else if err != nil {
		fields["error"] = err.Error()
	}
	c.log(ctx, "Tencent Cloud API request", fields)
	return err
}

// send makes a request and calls sent once it was written.
func (c *Client) send(ctx context.Context, x *exchange, out response, sent func()) error {
	timed, cancel := context.WithTimeoutCause(ctx, c.requestTimeout, &TimeoutError{c.requestTimeout})
	defer cancel()

	traced := httptrace.WithClientTrace(timed, &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { x.sent = true },
		WroteRequest: func(httptrace.WroteRequestInfo) { sent() },
	})
	x.signedAt, x.retryAfter = c.Now(), 0
	res, err := c.http.Do(c.request(traced, x))
	if err != nil {
		return c.noResponse(timed, x, err)
	}
	defer func() { _ = res.Body.Close() }() // nothing to do about a failed close of a read body
	x.retryAfter = retryAfter(res.Header, c.Now())
	if res.StatusCode < http.StatusOK {
		// The body of 101 Switching Protocols is the connection itself, which no context ends.
		return &ResponseError{Action: x.action, Host: x.url.Host, StatusCode: res.StatusCode, Reason: http.StatusText(res.StatusCode)}
	}

	// Responses take most of the memory of a call, so it is reused.
	body, ok := c.bodies.Get().(*bytes.Buffer)
	if !ok {
		body = &bytes.Buffer{}
	}
	defer c.bodies.Put(body)
	err = readBody(body, res)
	if err != nil && timed.Err() != nil {
		return c.noResponse(timed, x, err)
	}
	return c.checkResponse(x, res, body.Bytes(), err, out)
}

// readBody reads at most one byte more than maxBody.
func readBody(body *bytes.Buffer, res *http.Response) error {
	length := res.ContentLength
	if length < 0 || length > maxBody {
		length = usualBody
	}
	body.Reset()
	body.Grow(int(length) + bytes.MinRead)
	_, err := body.ReadFrom(io.LimitReader(res.Body, maxBody+1))
	return err
}

func (c *Client) request(ctx context.Context, x *exchange) *http.Request {
	authorization := "SKIP"
	if !c.unsigned {
		authorization = Authorization(x.cred, c.service.Name, x.url.Host, x.body, x.signedAt)
	}
	header := http.Header{
		"Content-Type":   {contentType},
		"Authorization":  {authorization},
		"X-Tc-Action":    {x.action},
		"X-Tc-Version":   {c.service.Version},
		"X-Tc-Region":    {x.region},
		"X-Tc-Timestamp": {strconv.FormatInt(x.signedAt.Unix(), 10)},
		"X-Tc-Language":  {"en-US"},
	}
	if x.cred.Token != "" {
		header.Set("X-TC-Token", x.cred.Token)
	}
	if c.requestClient != "" {
		header.Set("X-TC-RequestClient", c.requestClient)
	}
	r := &http.Request{
		Method: http.MethodPost, URL: x.url, Host: x.url.Host, Header: header,
		Body: io.NopCloser(bytes.NewReader(x.body)), ContentLength: int64(len(x.body)),
		GetBody: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(x.body)), nil },
	}
	return r.WithContext(ctx)
}

// noResponse returns the error for a request without a response: the cause of
// its context if that is done, otherwise what is known to be harmless of err. After a
// timeout, it closes idle connections, since they may be dead as well.
func (c *Client) noResponse(timed context.Context, x *exchange, err error) error {
	if timed.Err() != nil {
		x.timeouts++
		c.http.CloseIdleConnections()
		err = context.Cause(timed)
	} else {
		err = netfault.Clean(err)
	}
	if errors.Is(err, netfault.ErrNotHTTP) || errors.Is(err, netfault.ErrRedirect) {
		return &ResponseError{Action: x.action, Host: x.url.Host, Reason: err.Error()}
	}
	return &ConnectionError{Action: x.action, Host: x.url.Host, Err: err}
}

// outcomeOf returns the outcome of an attempt for the pacer.
func outcomeOf(ctx context.Context, err error) outcome {
	_, unreached := errors.AsType[*ConnectionError](err)
	switch {
	case unreached || ctx.Err() != nil:
		return outcomeLost
	case isThrottled(err):
		return outcomeThrottled
	default:
		return outcomePassed
	}
}
