// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
)

// rawResponse is an HTTP response that was not sent yet.
type rawResponse struct {
	status int
	header http.Header
	body   []byte
}

// capture runs a handler and returns its response.
func capture(h http.HandlerFunc, r *http.Request) *rawResponse {
	w := httptest.NewRecorder()
	h(w, r)
	return &rawResponse{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

// setBody replaces the body and drops the Content-Length of the old one.
func (r *rawResponse) setBody(body []byte) {
	r.body = body
	r.header.Del("Content-Length")
}

// send sends the response unchanged.
func (r *rawResponse) send(w http.ResponseWriter) {
	r.sendHead(w)
	_, _ = w.Write(r.body) // the client may be gone
}

func (r *rawResponse) sendHead(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
}

// altered returns a fault that changes the response.
func altered(change func(*rawResponse)) Fault { return Fault{alter: []func(*rawResponse){change}} }

// HTTPError responds with an HTTP status and an HTML page, as a gateway does that
// cannot reach the service. Add headers with [Header]:
// HTTPError(503).And(Header("Retry-After", "1")).
func HTTPError(status int) Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		title := fmt.Sprintf("%d %s", status, http.StatusText(status))
		_, _ = fmt.Fprintf(w, "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%[1]s</h1></center>\r\n"+
			"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", title)
	})
}

// Redirect responds with an HTTP status such as 302 or 307 and a Location.
func Redirect(status int, location string) Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	})
}

// Header sets a header of the response.
func Header(name, value string) Fault {
	return altered(func(r *rawResponse) { r.header.Set(name, value) })
}

// Truncate drops the second half of the body. The Content-Length matches, so the
// response is valid HTTP.
func Truncate() Fault {
	return altered(func(r *rawResponse) { r.setBody(r.body[:len(r.body)/2]) })
}

// Gzip compresses the body, even if the client does not accept that.
func Gzip() Fault {
	return altered(func(r *rawResponse) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(r.body) // a bytes.Buffer never fails
		_ = w.Close()
		r.header.Set("Content-Encoding", "gzip")
		r.setBody(b.Bytes())
	})
}

// DuplicateKeys repeats "Response" and each of its members, first with the value
// null. A client that takes the last value of a key gets the correct response.
func DuplicateKeys() Fault {
	return altered(func(r *rawResponse) {
		var envelope struct{ Response map[string]json.RawMessage }
		if json.Unmarshal(r.body, &envelope) != nil {
			return
		}
		var members []string
		for _, name := range slices.Sorted(maps.Keys(envelope.Response)) {
			members = append(members, fmt.Sprintf("%[1]s:null,%[1]s:%[2]s", marshal(name), envelope.Response[name]))
		}
		r.setBody(fmt.Appendf(nil, `{"Response":null,"Response":{%s}}`, strings.Join(members, ",")))
	})
}

// DeepNesting adds a member "Nested" before "Response": arrays in arrays, depth
// levels deep. It is valid JSON, but many decoders stop at 10,000 levels.
func DeepNesting(depth int) Fault {
	return altered(func(r *rawResponse) {
		if rest, ok := bytes.CutPrefix(bytes.TrimSpace(r.body), []byte("{")); ok {
			r.setBody(fmt.Appendf(nil, `{"Nested":%s%s,%s`, strings.Repeat("[", depth), strings.Repeat("]", depth), rest))
		}
	})
}
