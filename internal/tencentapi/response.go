// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// response is an *[envelope] to decode into.
type response interface{ head() *ResponseHead }

// checkResponse decodes the body before it checks the status: the API returns
// errors with status 200, and a proxy may return anything.
func (c *Client) checkResponse(x *exchange, res *http.Response, body []byte, readErr error, out response) error {
	unexpected := func(truncated bool, reason string, args ...any) error {
		return &ResponseError{
			Action: x.action, Host: x.url.Host, StatusCode: res.StatusCode,
			Reason: fmt.Sprintf(reason, args...), truncated: truncated,
		}
	}
	if errors.Is(readErr, gzip.ErrHeader) {
		return unexpected(false, "the response is not compressed as it says")
	}
	if readErr != nil {
		return unexpected(true, "the response was truncated after %d bytes", len(body))
	}
	if len(body) > maxBody {
		return unexpected(false, "the response is longer than %d MiB", maxBody>>20)
	}

	date, dateErr := http.ParseTime(res.Header.Get("Date"))
	head, ignored, decodeErr := decode(body, out)
	x.ignored = ignored
	head.RequestID, head.RawID = x.safe(head.RawID), nil // logs, warnings and the state repeat it
	if h := out.head(); h != nil {
		h.RequestID, h.RawID = head.RequestID, nil
	}
	typeErr, mistyped := errors.AsType[*json.SemanticError](decodeErr)
	switch {
	case head.Error != nil:
		apiErr := &Error{
			Action: x.action, Region: x.region, StatusCode: res.StatusCode,
			Code:      x.safeCode(head.Error.Code),
			Message:   x.safe(head.Error.Message),
			RequestID: head.RequestID,
		}
		if hasCode("AuthFailure")(apiErr) {
			apiErr.Source = c.source
		}
		if dateErr == nil {
			apiErr.serverTime, apiErr.clockOff = date, date.Sub(x.signedAt)
		}
		return apiErr
	case res.StatusCode != http.StatusOK:
		return unexpected(false, "%s instead of a response from the API",
			cmp.Or(http.StatusText(res.StatusCode), "an unknown status"))
	case decodeErr != nil && res.Header.Get("Content-Encoding") != "": // other than the one that net/http decodes
		return unexpected(false, "the response has a content encoding that was not asked for")
	case mistyped && strings.HasPrefix(string(typeErr.JSONPointer), "/Response/"):
		return &FieldError{Action: x.action, Field: fieldName(typeErr.JSONPointer), RequestID: head.RequestID}
	case mistyped || decodeErr == nil && out.head() == nil:
		return unexpected(false, "the response has no Response object")
	case decodeErr != nil:
		return unexpected(errors.Is(decodeErr, io.ErrUnexpectedEOF), "the response is not valid JSON")
	}
	if c.unsigned && dateErr == nil { // the API has checked no signature and so no clock
		c.setClock(date)
	}
	return nil
}

// lenient decodes like other clients of the API: the last of several values of a
// key counts, and invalid UTF-8 becomes the replacement character.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// decode decodes a response, and once more with optionalFields if a field is not of
// the documented type. It returns the names of the fields that it ignored, and the
// head even if it returns an error.
func decode(body []byte, out response) (head ResponseHead, ignored []string, err error) {
	err = json.Unmarshal(body, out, lenient)
	if _, mistyped := errors.AsType[*json.SemanticError](err); mistyped {
		err = json.Unmarshal(body, out, lenient, optionalFields(&ignored))
	}
	if h := out.head(); err == nil && h != nil {
		return *h, ignored, nil
	}
	var only struct{ Response ResponseHead }
	if json.Unmarshal(body, &only, lenient, optionalFields(new([]string))) != nil {
		return ResponseHead{}, ignored, err
	}
	return only.Response, ignored, err
}
