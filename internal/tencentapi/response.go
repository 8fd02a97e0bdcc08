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

	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
)

// response is an *[envelope] to decode into.
type response interface{ head() *ResponseHead }

// checkResponse decodes the body before it checks the status: the API returns
// errors with status 200, and a proxy may return anything.
func (c *Client) checkResponse(x *exchange, res *http.Response, body []byte, readErr error, out response) error {
	unexpected := func(transient bool, reason string, args ...any) error {
		return &ResponseError{
			Action: x.action, Host: x.url.Host, StatusCode: res.StatusCode,
			Reason: fmt.Sprintf(reason, args...), transient: transient,
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
	head, decodeErr := decode(body, out)
	head.RequestID = safeMessage(head.RequestID, x.cred, x.secrets...) // logs, warnings and the state repeat it
	if h := out.head(); h != nil {
		h.RequestID = head.RequestID
	}
	switch {
	case head.Error != nil:
		apiErr := &Error{
			Action: x.action, Region: x.region, StatusCode: res.StatusCode,
			Code:      safeMessage(head.Error.Code, x.cred, x.secrets...),
			Message:   safeMessage(head.Error.Message, x.cred, x.secrets...),
			RequestID: head.RequestID,
		}
		if apiErr.HasCode("AuthFailure") {
			apiErr.Source = c.source
		}
		if dateErr == nil {
			apiErr.serverTime, apiErr.clockOff = date, date.Sub(x.signedAt)
		}
		return apiErr
	case res.StatusCode != http.StatusOK:
		return unexpected(netfault.IsTransient(res.StatusCode), "%s instead of a response from the API",
			cmp.Or(http.StatusText(res.StatusCode), "an unknown status"))
	case decodeErr != nil && res.Header.Get("Content-Encoding") != "": // other than the one that net/http decodes
		return unexpected(false, "the response has a content encoding that was not asked for")
	case decodeErr != nil:
		return unexpected(errors.Is(decodeErr, io.ErrUnexpectedEOF), "%s", describeDecodeError(decodeErr))
	case out.head() == nil:
		return unexpected(false, "the response has no Response object")
	}
	if c.unsigned && dateErr == nil { // the API has checked no signature and so no clock
		c.setClock(date)
	}
	return nil
}

// decode decodes a response. It returns the head even if decoding ends at a field
// that is not as documented.
func decode(body []byte, out response) (ResponseHead, error) {
	err := json.Unmarshal(body, out, lenient)
	if head := out.head(); err == nil && head != nil {
		return *head, nil
	}
	var only struct{ Response ResponseHead }
	if json.Unmarshal(body, &only, lenient) != nil {
		return ResponseHead{}, err
	}
	return only.Response, err
}

// lenient decodes like other clients of the API: the last of several values of a
// key counts, and invalid UTF-8 becomes the replacement character.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// describeDecodeError describes where decoding failed, without the value.
func describeDecodeError(err error) string {
	typeErr, ok := errors.AsType[*json.SemanticError](err)
	switch {
	case !ok:
		return "the response is not valid JSON"
	case typeErr.JSONPointer == "":
		return "the response is not a JSON object"
	}
	field := strings.ReplaceAll(strings.TrimPrefix(string(typeErr.JSONPointer), "/"), "/", ".")
	return fmt.Sprintf("the response's field %s is not of the documented type", field)
}
