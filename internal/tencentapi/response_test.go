// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"strings"
	"testing"
)

// TestCall_lenient: odd JSON that other clients take is no error.
func TestCall_lenient(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ body, want string }{
		"a key twice":  {`{"Response":{"Value":"first","Value":"last","RequestId":"r"}}`, "last"},
		"not UTF-8":    {"{\"Response\":{\"Value\":\"a\xffb\",\"RequestId\":\"r\"}}", "a\uFFFDb"},
		"half a rune":  {`{"Response":{"Value":"a\ud800b","RequestId":"r"}}`, "a\uFFFDb"},
		"unknown keys": {`{"Response":{"Value":"v","More":{"a":[1,{}]},"RequestId":"r"},"Other":null}`, "v"},
		"blanks":       {" \n{ \"Response\" :\t{\"Value\":\"v\",\"RequestId\":\"r\"}}\r\n", "v"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newTestClient(t, &server{responses: []reply{say(200, tt.body)}}, WithMaxRetries(0))
			got, err := call(t.Context(), c)
			if err != nil || got.Value != tt.want {
				t.Errorf("got %+v, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// TestCall_responsesStay: the memory that one response was read into serves the
// next one, and nothing of the first may lie in it.
func TestCall_responsesStay(t *testing.T) {
	t.Parallel()
	response := func(value string) reply { return say(200, `{"Response":{"Value":"`+value+`","RequestId":"r"}}`) }
	long := strings.Repeat("a", 100)
	c := newTestClient(t, &server{responses: []reply{response(long), response(strings.Repeat("b", 100))}})
	first, err := call(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if _, err := call(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if first.Value != long {
		t.Errorf("the first response became %q", first.Value)
	}
}

// TestCall_requestID: the id of a success goes into errors and warnings, too,
// so it is as safe as that of a refusal.
func TestCall_requestID(t *testing.T) {
	t.Parallel()
	var logged any
	log := func(_ context.Context, _ string, fields map[string]any) { logged = fields["request_id"] }
	c := newTestClient(t, &server{responses: []reply{say(200, `{"Response":{"RequestId":"r\u001b[31m\n t0k3n"}}`)}}, WithLogger(log))
	got, err := call(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if want := "r [31m (redacted)"; got.RequestID != want || logged != want {
		t.Errorf("the id is %q, and %q in the log; want %q", got.RequestID, logged, want)
	}
}
