// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// meet answers the document's request with a fault.
func meet(t *testing.T, f Fault) *httptest.ResponseRecorder {
	t.Helper()
	s := newDocumentServer()
	s.Next(f)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, caller{}.request(t, documentBody))
	return w
}

func TestHTTPError(t *testing.T) {
	t.Parallel()
	w := meet(t, HTTPError(502).And(Header("Retry-After", "7")))
	want := "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n" +
		"<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
	if w.Code != 502 || w.Body.String() != want || w.Header().Get("Content-Type") != "text/html" || w.Header().Get("Retry-After") != "7" {
		t.Errorf("got HTTP %d, %v:\n%s", w.Code, w.Header(), w.Body)
	}
}

func TestRedirect(t *testing.T) {
	t.Parallel()
	w := meet(t, Redirect(307, "http://elsewhere.example/"))
	if w.Code != 307 || w.Header().Get("Location") != "http://elsewhere.example/" {
		t.Errorf("got HTTP %d, %v", w.Code, w.Header())
	}
}

func TestContentType(t *testing.T) {
	t.Parallel()
	w := meet(t, ContentType("text/html; charset=gbk"))
	if got := w.Header().Values("Content-Type"); len(got) != 1 || got[0] != "text/html; charset=gbk" || !json.Valid(w.Body.Bytes()) {
		t.Errorf("got %v: %s", got, w.Body)
	}
}

func TestTruncate(t *testing.T) {
	t.Parallel()
	whole := meet(t, Pass()).Body.Len()
	w := meet(t, Truncate())
	if w.Code != 200 || json.Valid(w.Body.Bytes()) || !strings.HasPrefix(w.Body.String(), `{"Response":{`) {
		t.Errorf("got HTTP %d: %s", w.Code, w.Body)
	}
	if got := w.Body.Len(); got != whole/2 {
		t.Errorf("got %d bytes, want half of %d", got, whole)
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	w := meet(t, Gzip())
	r, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil || !json.Valid(body) || w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("got %v, %v: %s", err, w.Header(), body)
	}
	// In order: half of the compressed bytes, and the compressed half.
	if _, err := gzip.NewReader(meet(t, Truncate().And(Gzip())).Body); err != nil {
		t.Errorf("the compressed half is no gzip: %v", err)
	}
	half := meet(t, Gzip().And(Truncate())).Body
	if r, err = gzip.NewReader(half); err == nil {
		_, err = io.ReadAll(r)
	}
	if err == nil {
		t.Error("half of the compressed bytes are whole")
	}
}

func TestDuplicateKeys(t *testing.T) {
	t.Parallel()
	w := meet(t, DuplicateKeys())
	var answer struct {
		Response struct {
			BackupInfos []fileInfo
			RequestID   string `json:"RequestId"`
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Response.BackupInfos) != 5 || answer.Response.RequestID == "" {
		t.Errorf("got %+v", answer)
	}
	for _, member := range []string{`"Response":`, `"BackupInfos":`, `"Filenames":`, `"DownloadUrl":[`, `"DownloadUrl":null`, `"RequestId":`} {
		want := 2
		if strings.HasPrefix(member, `"DownloadUrl"`) {
			want = 1
		}
		if got := strings.Count(w.Body.String(), member); got != want {
			t.Errorf("%s occurs %d times, want %d", member, got, want)
		}
	}
	if got := meet(t, Respond("[]").And(DuplicateKeys())).Body.String(); got != `{"Response":[]}` {
		t.Errorf("what has no members has become %s", got)
	}
}

func TestDeepNesting(t *testing.T) {
	t.Parallel()
	got := meet(t, Respond(`{"RequestId":"x"}`).And(DeepNesting(3))).Body.String()
	if want := `{"Nested":[[[]]],"Response":{"RequestId":"x"}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if !json.Valid(meet(t, DeepNesting(9000)).Body.Bytes()) {
		t.Error("9,000 levels are no JSON")
	}
	if got := meet(t, Handle(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "text") }).And(DeepNesting(3))).Body.String(); got != "text" {
		t.Errorf("text has become %s", got)
	}
}

// A handler whose answer is changed may be as careless as any other.
func TestChangedAnswersOfHandlers(t *testing.T) {
	t.Parallel()
	mark := Header("X-Fault", "1")
	if w := meet(t, Handle(func(http.ResponseWriter, *http.Request) {}).And(mark)); w.Code != 200 || w.Header().Get("X-Fault") != "1" {
		t.Errorf("of nothing: got HTTP %d, %v", w.Code, w.Header())
	}
	w := meet(t, Handle(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "text")
		w.WriteHeader(http.StatusInternalServerError) // too late
	}).And(mark))
	if w.Code != 200 || w.Body.String() != "text" {
		t.Errorf("of a late status: got HTTP %d, %s", w.Code, w.Body)
	}
}

func TestRespondOnFiles(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	address, _ := oneFileURL(t, caller{}, s)
	whole := generateRDB(StatusesInstanceID+"/"+ExportedBackupID+"/1-1.rdb", 4096)
	s.Next(Respond("other").OnFiles(), Truncate().OnFiles(), HTTPError(500).OnFiles(), Fail("InternalError").OnFiles(), Fail("NoSuchKey").OnFiles(), Fail("AccessDenied").OnFiles())
	if w := download(t, s, http.MethodGet, address); w.Code != 200 || w.Body.String() != "other" {
		t.Errorf("got HTTP %d: %.100s", w.Code, w.Body)
	}
	if w := download(t, s, http.MethodGet, address); w.Code != 200 || !bytes.Equal(w.Body.Bytes(), whole[:len(whole)/2]) || w.Header().Get("Content-Length") != "" {
		t.Errorf("got HTTP %d, %d bytes, want half of %d, %v", w.Code, w.Body.Len(), len(whole), w.Header())
	}
	for i, status := range []int{500, 500, 404, 403} {
		if w := download(t, s, http.MethodGet, address); w.Code != status {
			t.Errorf("%d: got HTTP %d, want %d", i, w.Code, status)
		}
	}
	all := s.Downloads()
	for i, want := range []struct {
		status int
		code   string
	}{{200, ""}, {200, ""}, {500, ""}, {500, "InternalError"}, {404, "NoSuchKey"}, {403, "AccessDenied"}} {
		if all[i].Status != want.status || all[i].Code != want.code {
			t.Errorf("%d: recorded HTTP %d, %q, want %v", i, all[i].Status, all[i].Code, want)
		}
	}
}
