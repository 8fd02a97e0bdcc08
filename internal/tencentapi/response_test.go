// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// TestCall_optionalFields: a field that no read needs does not end one, whatever it
// holds. It is logged by its name alone.
func TestCall_optionalFields(t *testing.T) {
	t.Parallel()
	type response struct {
		ResponseHead

		Name  *string
		Size  *int64
		Flag  *bool
		Names []*string
		Items []struct {
			ID   Required[string]
			Size *int64
		}
	}
	size := func(n int64) response { return response{Size: &n} }
	for body, tt := range map[string]struct {
		want    response
		ignored any
	}{
		`"Size":12`:                   {size(12), nil},
		`"Size":"12"`:                 {size(12), nil},
		`"Size":100.0`:                {size(100), nil},
		`"Size":1e2`:                  {size(100), nil},
		`"Size":-9223372036854775808`: {size(-9223372036854775808), nil},
		`"Size":null`:                 {response{}, nil},
		`"Size":1.5`:                  {response{}, "Response.Size"},
		`"Size":9223372036854775808`:  {response{}, "Response.Size"},
		`"Size":1e400`:                {response{}, "Response.Size"},
		`"Size":"secret"`:             {response{}, "Response.Size"},
		`"Size":""`:                   {response{}, "Response.Size"},
		`"Size":{"a":[1]}`:            {response{}, "Response.Size"},
		`"Size":[],"Size":7`:          {size(7), "Response.Size"},
		`"Name":100012345678`:         {response{Name: new("100012345678")}, nil},
		`"Name":true`:                 {response{}, "Response.Name"},
		`"Flag":1,"Size":2`:           {size(2), "Response.Flag"},
		`"Names":["a",1,{},null]`:     {response{Names: []*string{new("a"), new("1"), nil, nil}}, "Response.Names.2"},
		`"Names":"a"`:                 {response{}, "Response.Names"},
		`"RequestId":7`:               {response{ResponseHead: ResponseHead{RequestID: "7"}}, nil},
		`"RequestId":{}`:              {response{}, "Response.RequestId"},
		`"Items":[{"ID":"1","Size":{}},{"ID":"2","Size":2}]`: {response{Items: []struct {
			ID   Required[string]
			Size *int64
		}{{ID: new("1")}, {ID: new("2"), Size: new(int64(2))}}}, "Response.Items.0.Size"},
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			var logged any
			log := func(_ context.Context, _ string, fields map[string]any) { logged = fields["ignored_fields"] }
			c := newTestClient(t, &server{responses: []reply{say(200, `{"Response":{`+body+`}}`)}}, WithLogger(log))
			got, err := Call[response](t.Context(), c, "DescribeThing", "ap-chengdu", struct{}{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Errorf("response (-want +got):\n%s", diff)
			}
			if logged != tt.ignored {
				t.Errorf("the log names %v, want %v", logged, tt.ignored)
			}
		})
	}
	for body, want := range map[string]FieldError{
		`"Items":{}`:                     {"DescribeThing", "Response.Items", "r"},
		`"Items":[{"ID":"1"},{"ID":{}}]`: {"DescribeThing", "Response.Items.1.ID", "r"},
		`"Items":[{"ID":5,"Size":{}}]`:   {"DescribeThing", "Response.Items.0.ID", "r"},
		`"Error":"secret"`:               {"DescribeThing", "Response.Error", ""},
	} {
		c := newTestClient(t, &server{responses: []reply{say(200, `{"Response":{`+body+`,"RequestId":"r"}}`)}})
		_, err := Call[response](t.Context(), c, "DescribeThing", "ap-chengdu", struct{}{})
		if diff := cmp.Diff(error(&want), err); diff != "" {
			t.Errorf("%s: error (-want +got):\n%s", body, diff)
		}
	}
}
