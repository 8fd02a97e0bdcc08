// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"strings"
	"unicode"
)

// maxMessage is how many bytes of a message of the API are worth showing.
const maxMessage = 1024

// safeMessage makes a text that a server sent fit to be shown and logged: on
// one line, without control characters, without the query of any URL in it
// (a signed URL's query is the key to the data), without the credential's
// secrets and those of the request, and not longer than a person would read.
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
	for i, word := range words {
		words[i] = cutQuery(word)
	}
	text = strings.Join(words, " ")
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + "…"
	}
	return text
}

// cutQuery blanks everything behind the question mark of a URL, and a bare
// signature without its URL.
func cutQuery(word string) string {
	if scheme := strings.Index(word, "://"); scheme >= 0 {
		if query := strings.IndexByte(word[scheme:], '?'); query >= 0 {
			word = word[:scheme+query] + "?(redacted)"
		}
	}
	if strings.Contains(word, "q-sign") {
		return "(redacted)"
	}
	return word
}
