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

// wire records the signatures and temporary keys in responses of the fake.
type wire struct {
	mu   sync.Mutex
	sent []string
}

var secretInResponse = regexp.MustCompile(`(?:q-signature(?:=|%3D)|"TmpSecretKey": ?"|"Token": ?")([^"&]+)`)

// watch forwards requests to api. It ignores downloads.
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
		for _, found := range secretInResponse.FindAllSubmatch(copied.body.Bytes(), -1) {
			x.sent = append(x.sent, string(found[1]))
		}
	})
}

// keys returns the temporary keys and tokens.
func (x *wire) keys() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(x.sent), signature.MatchString)
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

// secrets returns all texts that must not be shown or logged.
func (w *workspace) secrets() []string {
	secrets := []string{"q-sign", fakeapi.DefaultSecretKey}
	for _, name := range []string{"TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SECURITY_TOKEN"} {
		if w.env[name] != "" {
			secrets = append(secrets, w.env[name])
		}
	}
	w.wire.mu.Lock()
	defer w.wire.mu.Unlock()
	return append(secrets, w.wire.sent...)
}

// holdsNoSecret checks that a text holds no secrets. The first argument names it.
func (w *workspace) holdsNoSecret(name, text string) {
	w.t.Helper()
	for _, secret := range w.secrets() {
		if at := strings.Index(text, secret); at >= 0 {
			w.t.Errorf("%s holds the secret %q: …%s…", name, secret, text[max(0, at-200):min(len(text), at+200)])
			return
		}
	}
}
