// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// github is a fake of as much of GitHub as it takes to publish one release.
type github struct {
	url string
	dir string // receives the assets

	mu      sync.Mutex
	release published
	refused []string
}

// published is what a release is said to be.
type published struct {
	Tag        string `json:"tag_name"`
	Draft      bool   `json:"draft"`
	Prerelease bool   `json:"prerelease"`
}

func newGitHub(t *testing.T) *github {
	t.Helper()
	g := &github{dir: t.TempDir()}
	const api, releases = "/api/v3", "/repos/tencentredis/" + project + "/releases"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+api+"/rate_limit", answer(http.StatusOK, `{"resources": {"core": {"limit": 5000, "remaining": 5000}}}`))
	mux.HandleFunc("GET "+api+releases, answer(http.StatusOK, "[]"))
	mux.HandleFunc("GET "+api+releases+"/tags/{tag}", answer(http.StatusNotFound, `{"message": "Not Found"}`))
	mux.HandleFunc("POST "+api+releases, g.describe)
	mux.HandleFunc("PATCH "+api+releases+"/1", g.describe)
	mux.HandleFunc("POST /api/uploads"+releases+"/1/assets", g.upload)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		g.refuse(w, fmt.Errorf("%s %s", r.Method, r.URL))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	g.url = server.URL
	return g
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // if it does not arrive, the client fails
	}
}

// refuse answers what a release is not expected to ask, and remembers it.
func (g *github) refuse(w http.ResponseWriter, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused = append(g.refused, err.Error())
	http.Error(w, `{"message": "refused by the test"}`, http.StatusUnprocessableEntity)
}

// describe makes the release or changes it.
func (g *github) describe(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	err := json.NewDecoder(r.Body).Decode(&g.release)
	g.mu.Unlock()
	if err != nil {
		g.refuse(w, err)
		return
	}
	answer(http.StatusCreated, `{"id": 1}`)(w, r)
}

// upload takes each name once, as GitHub does.
func (g *github) upload(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.URL.Query().Get("name"))
	file, err := os.OpenFile(filepath.Join(g.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		g.refuse(w, err)
		return
	}
	_, err = io.Copy(file, r.Body)
	if err := errors.Join(err, file.Close()); err != nil {
		g.refuse(w, err)
		return
	}
	answer(http.StatusCreated, `{"id": 1}`)(w, r)
}
