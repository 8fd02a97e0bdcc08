// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// maxMessage is the maximum length of a message from the API in bytes.
const maxMessage = 1024

// SafeMessage returns text from a server so that it can be shown and logged: on
// one line of limited length, without control characters, signatures, queries of
// URLs, and the secrets.
func SafeMessage(text string, secrets ...string) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "(redacted)")
		}
	}
	if len(text) <= maxMessage && strings.Trim(text, "0123456789abcdef-") == "" {
		return text // a request ID, in each response
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))

	text = query().ReplaceAllString(strings.Join(strings.Fields(text), " "), "?(redacted)")
	text = Signatures().ReplaceAllString(text, "(redacted)")
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + "…"
	}
	return text
}

// word matches a character of a word, which ends before the Chinese text that follows a
// URL, but not before a Chinese colon: what is after it may be a signature.
const word = `[!-~：]`

// query matches the query of a URL, whose scheme may be missing.
var query = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\?` + word + `*[0-9A-Za-z]` + word + `*`)
})

// Signatures returns an expression for the words that authorize a signed URL or request.
// If such a word ends in a colon, as in "x-cos-security-token: abc", it matches the next
// one, too. It is compiled on first use, since many runs only need the schema.
var Signatures = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(q-sign|q-ak|q-key-time|x-cos-security-token|sign=|signature=)` +
		`(` + word + `*[:：]["']*[^!-~：]+` + word + `+|` + word + `*)`)
})

// documentedCode matches codes that the API may return.
var documentedCode = regexp.MustCompile(`^[A-Za-z]+(\.[A-Za-z]+)?$`)

// minKey is less than the length of any key. A shorter secret may be a part of a code.
const minKey = 16

// safe is [SafeMessage] for a response to x.
func (x *exchange) safe(text *string) string {
	return SafeMessage(deref(text), append([]string{x.cred.SecretKey, x.cred.Token}, x.secrets...)...)
}

// safeCode is safe for an error code, which decides what is done.
func (x *exchange) safeCode(code *string) string {
	hasKey := func(key string) bool { return len(key) >= minKey && strings.Contains(*code, key) }
	if code == nil || !documentedCode.MatchString(*code) || hasKey(x.cred.SecretKey) || hasKey(x.cred.Token) {
		return x.safe(code)
	}
	return *code
}
