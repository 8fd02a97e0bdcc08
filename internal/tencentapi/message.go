// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// maxMessage is the maximum length of a message from the API in bytes.
const maxMessage = 1024

// signatureParts are parts of words that authorize a signed URL or request.
var signatureParts = []string{"q-sign", "q-ak", "q-key-time", "x-cos-security-token", "sign=", "signature="}

// SafeMessage returns text from a server so that it can be shown and logged: on
// one line of limited length, without control characters, signatures, queries of
// URLs, and the secrets.
func SafeMessage(text string, secrets ...string) string {
	for _, secret := range secrets {
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

	named := false
	text = asciiWord.ReplaceAllStringFunc(strings.Join(strings.Fields(text), " "), func(word string) string {
		word, named = redact(word, named)
		return word
	})
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + "…"
	}
	return text
}

// asciiWord matches a word, which ends before the Chinese text that follows a URL, but
// not before a Chinese colon: what is after it may be a signature.
var asciiWord = regexp.MustCompile("[!-~：]+")

var colon = regexp.MustCompile(`[:：]["']*$`)

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

// redact returns word without the query of a URL, whose scheme may be missing,
// and without signatures. named reports that the word is a signature by the word
// before it, as in "x-cos-security-token: abc".
func redact(word string, named bool) (redacted string, namesNext bool) {
	if path, query, found := strings.Cut(word, "?"); found &&
		(strings.Contains(path, "://") || strings.Contains(query, "=") || path == "" && query != "") {
		word = path + "?(redacted)"
	}
	lower := strings.ToLower(word)
	if !named && !slices.ContainsFunc(signatureParts, func(part string) bool { return strings.Contains(lower, part) }) {
		return word, false
	}
	return "(redacted)", !named && colon.MatchString(word)
}
