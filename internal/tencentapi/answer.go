// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// answer is an *[envelope], to be decoded into.
type answer interface{ head() *ResponseHead }

// judge decodes first and looks at the status then: the API reports its errors
// as HTTP 200, and whoever stands between may send anything.
func (c *Client) judge(x *exchange, res *http.Response, body []byte, readErr error, out answer) error {
	unexpected := func(transient bool, reason string, args ...any) error {
		return &ResponseError{
			Action: x.action, Host: x.url.Host, StatusCode: res.StatusCode,
			Reason: fmt.Sprintf(reason, args...), transient: transient,
		}
	}
	if readErr != nil {
		return unexpected(true, "the answer broke off after %d bytes", len(body))
	}
	if len(body) > maxBody {
		return unexpected(false, "the answer is longer than %d MiB", maxBody>>20)
	}

	head, decodeErr := decode(body, out)
	head.RequestID = safeMessage(head.RequestID, x.cred, x.secrets...) // logs, warnings and the state repeat it
	out.head().RequestID = head.RequestID
	switch {
	case head.Error != nil:
		apiErr := &Error{
			Action: x.action, Region: x.region, StatusCode: res.StatusCode,
			Code:      safeMessage(head.Error.Code, x.cred, x.secrets...),
			Message:   safeMessage(head.Error.Message, x.cred, x.secrets...),
			RequestID: head.RequestID,
		}
		if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
			apiErr.serverTime, apiErr.clockOff = date, date.Sub(x.signedAt)
		}
		return apiErr
	case res.StatusCode != http.StatusOK:
		return unexpected(isTransient(res.StatusCode), "%s instead of an answer of the API",
			cmp.Or(http.StatusText(res.StatusCode), "an unknown status"))
	case decodeErr != nil:
		return unexpected(isSyntaxError(decodeErr), "%s", describeDecodeError(decodeErr))
	case head.RequestID == "":
		return unexpected(true, "the answer is not one of the API: it has no RequestId")
	}
	return nil
}

func isTransient(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500
}

// decode decodes an answer and returns its head, where the body is JSON even if
// a field of it is not as documented: decoding ends there.
func decode(body []byte, out answer) (ResponseHead, error) {
	err := json.Unmarshal(body, out, lenient)
	if err == nil {
		return *out.head(), nil
	}
	var only struct{ Response ResponseHead }
	if json.Unmarshal(body, &only, lenient) != nil {
		return ResponseHead{}, err
	}
	return only.Response, err
}

// lenient takes an answer as other clients of the API do: of several values of
// one key the last, and for what is not UTF-8 the replacement character.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

func isSyntaxError(err error) bool {
	_, ok := errors.AsType[*jsontext.SyntacticError](err)
	return ok
}

// describeDecodeError names the place of a fault, and never the value there.
func describeDecodeError(err error) string {
	typeErr, ok := errors.AsType[*json.SemanticError](err)
	switch {
	case !ok:
		return "the answer is not valid JSON"
	case typeErr.JSONPointer == "":
		return "the answer is not a JSON object"
	}
	field := strings.ReplaceAll(strings.TrimPrefix(string(typeErr.JSONPointer), "/"), "/", ".")
	return fmt.Sprintf("the answer's field %s is not of the documented type", field)
}
