// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// wire remembers every signature that the fake put into an answer, and every
// temporary key.
type wire struct {
	mu    sync.Mutex
	given []string
}

var secretInAnswer = regexp.MustCompile(`(?:q-signature(?:=|%3D)|"TmpSecretKey": ?"|"Token": ?")([^"&]+)`)

// watch passes requests on to api. Downloads go by unseen.
func (x *wire) watch(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			api.ServeHTTP(w, r)
			return
		}
		copied := &copyingWriter{ResponseWriter: w}
		api.ServeHTTP(copied, r)
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, found := range secretInAnswer.FindAllSubmatch(copied.body.Bytes(), -1) {
			x.given = append(x.given, string(found[1]))
		}
	})
}

// keys are the temporary keys and tokens among what was given.
func (x *wire) keys() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(x.given), signature.MatchString)
}

var signature = regexp.MustCompile(`^[0-9a-f]{40}$`)

type copyingWriter struct {
	http.ResponseWriter

	body bytes.Buffer
}

func (w *copyingWriter) Write(p []byte) (int, error) {
	w.body.Write(p)
	return w.ResponseWriter.Write(p)
}

// secrets are all texts that must be neither shown nor logged.
func (w *workspace) secrets() []string {
	secrets := []string{"q-sign", fakeapi.DefaultSecretKey}
	for _, name := range []string{"TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SECURITY_TOKEN"} {
		if w.env[name] != "" {
			secrets = append(secrets, w.env[name])
		}
	}
	w.wire.mu.Lock()
	defer w.wire.mu.Unlock()
	return append(secrets, w.wire.given...)
}

// holdsNoSecret looks for secrets in a text, which where names.
func (w *workspace) holdsNoSecret(where, text string) {
	w.t.Helper()
	for _, secret := range w.secrets() {
		at := strings.Index(text, secret)
		if at < 0 {
			continue
		}
		w.t.Errorf("%s holds the secret %q: …%s…", where, secret, text[max(0, at-200):min(len(text), at+200)])
		return
	}
}
