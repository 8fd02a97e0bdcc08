// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	// maxBody is the most that is read of an answer.
	maxBody = 8 << 20
	// usualBody holds most answers whose length is not told.
	usualBody = 16 << 10
)

// exchange is one call: what every attempt sends, and how the present one is
// made.
type exchange struct {
	action, region string
	url            *url.URL
	body           []byte
	secrets        []string // values in the body that no error may repeat

	number     int           // of attempts made, the present one included
	retryAfter time.Duration // what the last answer asked for; zero: nothing
	signedAt   time.Time     // by our clock, as corrected so far
	cred       Credential
	unmade     bool // for want of a credential; what the source said of it is final
}

// attempt makes one request and decodes its answer into out, and logs how it
// went. Its errors are those of [Call], but for [*AttemptsError].
func (c *Client) attempt(ctx context.Context, x *exchange, out answer) error {
	cred, err := c.credentials.Credential(ctx)
	if err != nil {
		x.unmade = true
		return err
	}
	x.cred = cred
	pace := c.pacers.of(x.action)
	slot, err := pace.take(ctx)
	if err != nil {
		return err
	}
	x.number++
	start := time.Now()
	err = c.send(pace.watch(ctx, slot), x, out)
	pace.done(slot, outcomeOf(ctx, err), time.Now())
	fields := map[string]any{
		"action": x.action, "region": x.region, "attempt": x.number,
		"duration_ms": time.Since(start).Milliseconds(),
	}
	if id := out.head().RequestID; id != "" {
		fields["request_id"] = id
	}
	if apiErr, ok := errors.AsType[*Error](err); ok {
		fields["code"] = apiErr.Code
	} else if err != nil {
		fields["error"] = err.Error()
	}
	c.log(ctx, "Tencent Cloud API request", fields)
	return err
}

func (c *Client) send(ctx context.Context, x *exchange, out answer) error {
	timed, cancel := context.WithTimeout(ctx, c.requestTimeout)
	defer cancel()

	x.signedAt, x.retryAfter = c.clock(), 0
	res, err := c.http.Do(c.request(timed, x))
	if err != nil {
		return c.connectionError(ctx, timed, x, err)
	}
	x.retryAfter = retryAfter(res.Header, c.now())
	defer func() { _ = res.Body.Close() }() // nothing to do about a failed close of a read body

	// Answers are long beside all else of a call: their memory is used again.
	body, ok := c.bodies.Get().(*bytes.Buffer)
	if !ok {
		body = &bytes.Buffer{}
	}
	defer c.bodies.Put(body)
	err = readBody(body, res)
	if err != nil && timed.Err() != nil {
		return c.connectionError(ctx, timed, x, err)
	}
	return c.judge(x, res, body.Bytes(), err, out)
}

// readBody reads no more than maxBody and a byte, mostly without moving it.
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

func (c *Client) connectionError(ctx, timed context.Context, x *exchange, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	} else if timed.Err() != nil {
		err = &lateError{c.requestTimeout}
	} else if urlErr, ok := errors.AsType[*url.Error](err); ok {
		err = urlErr.Err
	}
	return &ConnectionError{Action: x.action, Host: x.url.Host, Err: err}
}

// outcomeOf tells what the pacer needs to know of an attempt.
func outcomeOf(ctx context.Context, err error) outcome {
	_, unreached := errors.AsType[*ConnectionError](err)
	switch {
	case unreached || ctx.Err() != nil:
		return unanswered
	case isTooMany(err):
		return refused
	default:
		return passed
	}
}

// isTooMany tells whether the API, or what stands before it, refused a request
// for the number of them.
func isTooMany(err error) bool {
	if apiErr, ok := errors.AsType[*Error](err); ok {
		return apiErr.HasCode("RequestLimitExceeded")
	}
	resErr, ok := errors.AsType[*ResponseError](err)
	return ok && resErr.StatusCode == http.StatusTooManyRequests
}
