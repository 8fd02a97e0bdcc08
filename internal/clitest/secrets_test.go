// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

var (
	secretInResponse = regexp.MustCompile(`(?:q-signature(?:=|%3D)|"TmpSecretKey": ?"|"Token": ?")([^"&]+)`)
	signature        = regexp.MustCompile(`^[0-9a-f]{40}$`)
	// forgotten is a line in which Terraform itself logs values that terraform_data keeps.
	forgotten = regexp.MustCompile(`.*UpgradeResourceState: ignoring dynamic block.*`)
)

// remember keeps the signatures and temporary keys in a response.
func (s *session) remember(response []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, found := range secretInResponse.FindAllSubmatch(response, -1) {
		s.sent = append(s.sent, string(found[1]))
	}
}

// keys are texts that nothing but a plan may hold, and urls those in signed URLs.
func (s *session) keys() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(slices.DeleteFunc(slices.Clone(s.sent), signature.MatchString), fakeapi.DefaultSecretKey, token)
}

func (s *session) urls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(slices.DeleteFunc(slices.Clone(s.sent), func(sent string) bool { return !signature.MatchString(sent) }), "q-sign")
}

// secretIn returns the surroundings of a secret in a text, or "".
func (s *session) secretIn(text string) string { return around(text, append(s.keys(), s.urls()...)) }

func around(text string, secrets []string) string {
	for _, secret := range secrets {
		if at := strings.Index(text, secret); at >= 0 {
			return text[max(0, at-200):min(len(text), at+200)]
		}
	}
	return ""
}

func leaks(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	secrets, known := map[string]func() []string{"keys": s.keys, "urls": s.urls}[args[0]]
	if !known || len(args) < 2 {
		ts.Fatalf("usage: [!] leaks keys|urls FILE...")
	}
	for _, name := range args[1:] {
		text := ts.ReadFile(name)
		if parts, err := unzip(text); err == nil {
			text = parts
		}
		if text == "" {
			ts.Fatalf("%s is empty", name)
		}
		if found := around(forgotten.ReplaceAllString(text, ""), secrets()); (found == "") != neg {
			ts.Fatalf("%s holds %q", name, found)
		}
	}
}

// unzip returns the parts of a saved plan, one after the other.
func unzip(content string) (string, error) {
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		return "", err
	}
	var all bytes.Buffer
	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			return "", err
		}
		_, err = io.Copy(&all, part)
		if err := errors.Join(err, part.Close()); err != nil {
			return "", err
		}
	}
	return all.String(), nil
}
