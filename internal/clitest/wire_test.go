// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// wire remembers every signature that the fake put into an answer.
type wire struct {
	mu         sync.Mutex
	signatures []string
}

var signature = regexp.MustCompile(`q-signature(?:=|%3D)([0-9a-f]{40})`)

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
		for _, found := range signature.FindAllSubmatch(copied.body.Bytes(), -1) {
			x.signatures = append(x.signatures, string(found[1]))
		}
	})
}

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
	return append(secrets, w.wire.signatures...)
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
