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

// answer is an HTTP answer on its way out.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// capture runs a handler and keeps what it answers.
func capture(h http.HandlerFunc, r *http.Request) *answer {
	w := httptest.NewRecorder()
	h(w, r)
	return &answer{status: w.Code, header: w.Header(), body: w.Body.Bytes()}
}

// setBody replaces the body; a length that was stated no longer holds.
func (a *answer) setBody(body []byte) {
	a.body = body
	a.header.Del("Content-Length")
}

// send sends the answer as it should be.
func (a *answer) send(w http.ResponseWriter) {
	a.sendHead(w)
	// A client that has gone away is no concern of the server's.
	_, _ = w.Write(a.body)
}

func (a *answer) sendHead(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
}

// altered is a fault that changes the answer.
func altered(change func(*answer)) Fault { return Fault{alter: []func(*answer){change}} }

// HTTPError answers with that HTTP status and an HTML page, as a gateway does that
// cannot reach the service. With a header: HTTPError(503).And(Header("Retry-After", "1")).
func HTTPError(status int) Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		title := fmt.Sprintf("%d %s", status, http.StatusText(status))
		_, _ = fmt.Fprintf(w, "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%[1]s</h1></center>\r\n"+
			"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", title)
	})
}

// Redirect answers with an HTTP status such as 302 or 307 and a Location.
func Redirect(status int, location string) Fault {
	return Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	})
}

// Header sets a header of the answer.
func Header(name, value string) Fault {
	return altered(func(a *answer) { a.header.Set(name, value) })
}

// ContentType gives the answer another Content-Type.
func ContentType(value string) Fault { return Header("Content-Type", value) }

// Truncate cuts the body of the answer off in the middle, and states that length:
// as HTTP it is whole.
func Truncate() Fault {
	return altered(func(a *answer) { a.setBody(a.body[:len(a.body)/2]) })
}

// Gzip compresses the body of the answer, whether the client accepts that or not.
func Gzip() Fault {
	return altered(func(a *answer) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(a.body) // a bytes.Buffer takes everything
		_ = w.Close()
		a.header.Set("Content-Encoding", "gzip")
		a.setBody(b.Bytes())
	})
}

// DuplicateKeys gives "Response" and each of its members twice, first with the
// value null. The answer remains the right one for whoever takes the last.
func DuplicateKeys() Fault {
	return altered(func(a *answer) {
		var envelope struct{ Response map[string]json.RawMessage }
		if json.Unmarshal(a.body, &envelope) != nil {
			return
		}
		var members []string
		for _, name := range slices.Sorted(maps.Keys(envelope.Response)) {
			members = append(members, fmt.Sprintf("%[1]s:null,%[1]s:%[2]s", marshal(name), envelope.Response[name]))
		}
		a.setBody(fmt.Appendf(nil, `{"Response":null,"Response":{%s}}`, strings.Join(members, ",")))
	})
}

// DeepNesting puts a member "Nested" with arrays in arrays, that many deep, in
// front of "Response". It is JSON, but not all decoders go below 10,000.
func DeepNesting(depth int) Fault {
	return altered(func(a *answer) {
		rest, ok := bytes.CutPrefix(bytes.TrimSpace(a.body), []byte("{"))
		if ok {
			a.setBody(fmt.Appendf(nil, `{"Nested":%s%s,%s`, strings.Repeat("[", depth), strings.Repeat("]", depth), rest))
		}
	})
}
