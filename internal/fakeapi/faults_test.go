// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestNextInOrder(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Next(Fail("InternalError.DbOperationFailed"), Pass(), Fail("NotInTheCatalogue"))
	first := caller{}.call(t, s, documentBody)
	wantCode(t, first, "InternalError.DbOperationFailed")
	if want := "The database operation failed."; first.message != want {
		t.Errorf("got message %q, want %q", first.message, want)
	}
	wantCode(t, caller{}.call(t, s, documentBody), "")
	third := caller{}.call(t, s, documentBody)
	wantCode(t, third, "NotInTheCatalogue")
	if third.message == "" || third.requestID == "" {
		t.Errorf("got message %q and RequestId %q, want both", third.message, third.requestID)
	}
	wantCode(t, caller{}.call(t, s, documentBody), "")
}

func TestFaultsWaitForASignedRequest(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Next(Fail("InternalError"))
	wantCode(t, caller{key: "other"}.call(t, s, documentBody), "AuthFailure.SignatureFailure")
	wantCode(t, caller{}.call(t, s, "no JSON"), "InternalError")
	wantCode(t, caller{}.call(t, s, "no JSON"), "InvalidParameter")
}

func TestRespond(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		response, wantBefore, wantAfter string // around the RequestId
		wantCode                        string
	}{
		"object":             {response: `{"BackupInfos": null}`, wantBefore: `{"Response":{"BackupInfos": null,"RequestId":"`, wantAfter: `"}}`},
		"empty object":       {response: `{}`, wantBefore: `{"Response":{"RequestId":"`, wantAfter: `"}}`},
		"trailing space":     {response: "{ \"A\" : 1 }\n", wantBefore: `{"Response":{ "A" : 1 ,"RequestId":"`, wantAfter: `"}}`},
		"own RequestId":      {response: `{"RequestId":"mine"}`, wantBefore: `{"Response":{"RequestId":"mine"}}`},
		"null RequestId":     {response: `{"RequestId":null}`, wantBefore: `{"Response":{"RequestId":null}}`},
		"null":               {response: `null`, wantBefore: `{"Response":null}`},
		"array":              {response: `[]`, wantBefore: `{"Response":[]}`},
		"an error of one's":  {response: `{"Error":{"Code":"Odd"}}`, wantBefore: `{"Response":{"Error":{"Code":"Odd"},"RequestId":"`, wantAfter: `"}}`, wantCode: "Odd"},
		"an error of a type": {response: `{"Error":"Odd"}`, wantBefore: `{"Response":{"Error":"Odd","RequestId":"`, wantAfter: `"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newDocumentServer()
			s.Next(Respond(test.response))
			w := httptest.NewRecorder()
			s.ServeHTTP(w, caller{}.request(t, documentBody))
			want := test.wantBefore
			record := s.Requests()[0]
			if test.wantAfter != "" {
				want += record.RequestID + test.wantAfter
			}
			if got := w.Body.String(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s is not JSON", w.Body)
			}
			if record.Code != test.wantCode {
				t.Errorf("recorded code %q, want %q", record.Code, test.wantCode)
			}
			wantCode(t, caller{}.call(t, s, documentBody), "")
		})
	}
}

func TestHandleComesFirst(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Next(Handle(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<html>Bad Gateway</html>", http.StatusBadGateway)
	}))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody)) // not even an action
	if w.Code != http.StatusBadGateway || w.Body.String() != "<html>Bad Gateway</html>\n" {
		t.Errorf("got %d %q", w.Code, w.Body)
	}
	wantCode(t, caller{}.call(t, s, documentBody), "")

	s.Next(Handle(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	w = httptest.NewRecorder()
	s.ServeHTTP(w, caller{}.request(t, documentBody))
	if w.Body.String() != documentBody {
		t.Errorf("the handler read the body %q", w.Body)
	}
}

func TestFaultsShareOneQueue(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	s.Next(Fail("InternalError"))
	s.Next(Handle(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"Response":{"Error":{"Code":"Raw"}}}`)
	}))
	s.Next(Respond(`{"Error":{"Code":"Text"}}`), Fail("FailedOperation"))
	s.Always(Fail("ServiceUnavailable"))
	for _, want := range []string{"InternalError", "Raw", "Text", "FailedOperation", "ServiceUnavailable"} {
		wantCode(t, caller{}.call(t, s, documentBody), want)
	}
}

// A handler may hang until the client gives up: that must reach it.
func TestHandleCanHang(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	entered, left := make(chan struct{}), make(chan struct{})
	s.Next(Handle(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
		close(left)
	}))
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	done := make(chan error)
	go func() {
		resp, err := transport.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		done <- err
	}()
	<-entered
	if got := len(s.Requests()); got != 1 {
		t.Errorf("%d requests recorded while one hangs, want 1", got)
	}
	server.CloseClientConnections()
	<-left
	if err := <-done; err == nil {
		t.Error("the hanging request was answered")
	}
}
