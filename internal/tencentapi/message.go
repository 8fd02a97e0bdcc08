// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"slices"
	"strings"
	"unicode"
)

// maxMessage is how many bytes of a message from the API are worth showing.
const maxMessage = 1024

// signatureParts mark a word that makes a signed URL or request usable.
var signatureParts = []string{"q-sign", "q-ak", "q-key-time", "x-cos-security-token", "sign=", "signature="}

// safeMessage makes text that a server sent fit to be shown and logged: on one
// line, without control characters, signatures, the query of any URL, the
// credential's secrets and those of the request, and no longer than a person
// would read.
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
// and without signatures. named says that the word before named this one, as in
// "x-cos-security-token: abc".
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
