// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// maxBody is the most that is read of an answer; real ones have some ten KiB.
const maxBody = 8 << 20

// exchange is one call: what every attempt sends, and how the present one is
// made.
type exchange struct {
	action, region string
	url            *url.URL
	body           []byte
	secrets        []string // values in the body that no error may repeat

	number   int       // 1 for the first attempt
	signedAt time.Time // by our clock, as corrected so far
	cred     Credential
	unmade   bool // for want of a credential; what the source said of it is final
}

// answer is an *[envelope], to be decoded into.
type answer interface{ head() *ResponseHead }

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
	start := time.Now()
	err = c.send(pace.watch(ctx, slot), x, out)
	pace.done(slot, outcomeOf(ctx, err), time.Now())
	fields := map[string]any{
		"action": x.action, "region": x.region, "attempt": x.number,
		"duration_ms": time.Since(start).Milliseconds(),
	}
	if id := out.head().RequestID; id != "" {
		fields["request_id"] = safeMessage(id, cred, x.secrets...)
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

	x.signedAt = c.clock()
	res, err := c.http.Do(c.request(timed, x))
	if err != nil {
		return c.connectionError(ctx, timed, x, err)
	}
	defer func() { _ = res.Body.Close() }() // nothing to do about a failed close of a read body

	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil && timed.Err() != nil {
		return c.connectionError(ctx, timed, x, err)
	}
	return c.judge(x, res, body, err, out)
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
		return context.Cause(ctx)
	}
	if timed.Err() != nil {
		err = &lateError{c.requestTimeout}
	} else if urlErr, ok := errors.AsType[*url.Error](err); ok {
		err = urlErr.Err
	}
	return &ConnectionError{Action: x.action, Host: x.url.Host, Err: err}
}

// judge decodes first and looks at the status then: the API reports its errors
// as HTTP 200, and whoever stands between may send anything.
func (c *Client) judge(x *exchange, res *http.Response, body []byte, readErr error, out answer) error {
	unexpected := func(transient bool, reason string, args ...any) error {
		return &ResponseError{
			Action: x.action, Host: x.url.Host, StatusCode: res.StatusCode,
			Reason: fmt.Sprintf(reason, args...), transient: transient, retryAfter: retryAfter(res.Header, c.now()),
		}
	}
	if readErr != nil {
		return unexpected(true, "the answer broke off after %d bytes", len(body))
	}
	if len(body) > maxBody {
		return unexpected(false, "the answer is longer than %d MiB", maxBody>>20)
	}

	decodeErr := json.Unmarshal(body, out)
	head := out.head()
	switch {
	case head.Error != nil:
		apiErr := &Error{
			Action: x.action, Region: x.region, StatusCode: res.StatusCode,
			Code:      safeMessage(head.Error.Code, x.cred, x.secrets...),
			Message:   safeMessage(head.Error.Message, x.cred, x.secrets...),
			RequestID: safeMessage(head.RequestID, x.cred, x.secrets...),
		}
		if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
			apiErr.serverTime, apiErr.clockOff = date, date.Sub(x.signedAt)
		}
		return apiErr
	case res.StatusCode != http.StatusOK:
		return unexpected(isTransient(res.StatusCode), "%s instead of an answer of the API", http.StatusText(res.StatusCode))
	case decodeErr != nil:
		return unexpected(isSyntaxError(decodeErr), "%s", describeDecodeError(decodeErr))
	case head.RequestID == "":
		return unexpected(true, "the answer is not one of the API: it has no RequestId")
	}
	return nil
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

func isTransient(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500
}

func isSyntaxError(err error) bool {
	_, ok := errors.AsType[*json.SyntaxError](err)
	return ok
}

// describeDecodeError names the place of a fault, and never the value there.
func describeDecodeError(err error) string {
	if typeErr, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("the answer's field %s is not of the documented type", typeErr.Field)
	}
	return "the answer is not valid JSON"
}
