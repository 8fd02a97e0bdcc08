// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"slices"
	"strings"
	"unicode"
)

// maxMessage is the maximum length of a message from the API in bytes.
const maxMessage = 1024

// signatureParts are parts of words that authorize a signed URL or request.
var signatureParts = []string{"q-sign", "q-ak", "q-key-time", "x-cos-security-token", "sign=", "signature="}

// safeMessage returns text from a server so that it can be shown and logged: on
// one line of limited length, without control characters, signatures, queries of
// URLs, and the secrets of the credential and the request.
func safeMessage(text string, cred Credential, ofRequest ...string) string {
	for _, secret := range append([]string{cred.SecretKey, cred.Token}, ofRequest...) {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "(redacted)")
		}
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))

	words := strings.Fields(text)
	for i, named := 0, false; i < len(words); i++ {
		words[i], named = redact(words[i], named)
	}
	text = strings.Join(words, " ")
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + "…"
	}
	return text
}

// redact returns word without the query of a URL, whose scheme may be missing,
// and without signatures. named reports that the word is a signature by the word
// before it, as in "x-cos-security-token: abc".
func redact(word string, named bool) (redacted string, namesNext bool) {
	if path, query, found := strings.Cut(word, "?"); found && (strings.Contains(path, "://") || strings.Contains(query, "=")) {
		word = path + "?(redacted)"
	}
	lower := strings.ToLower(word)
	if !named && !slices.ContainsFunc(signatureParts, func(part string) bool { return strings.Contains(lower, part) }) {
		return word, false
	}
	return "(redacted)", !named && strings.HasSuffix(strings.Trim(word, `"'`), ":")
}
