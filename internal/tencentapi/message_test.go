// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package tencentapi

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafeMessage(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"plain":               {"The backup does not exist.", "The backup does not exist."},
		"Chinese":             {"备份不存在。", "备份不存在。"},
		"lines and tabs":      {"one\r\ntwo\tthree", "one two three"},
		"terminal escape":     {"\x1b[31mred\x1b[0m", "[31mred [0m"},
		"right-to-left":       {"abc\u202edef", "abc def"},
		"broken UTF-8":        {"a\xffb", "a\uFFFDb"},
		"secret key":          {"your key s3cr3t-key is wrong", "your key (redacted) is wrong"},
		"token":               {"token=t0k3n", "token=(redacted)"},
		"signed URL":          {"see https://b.cos.ap-x.myqcloud.com/o.rdb?sign=q-sign-algorithm%3Dsha1 there", "see https://b.cos.ap-x.myqcloud.com/o.rdb?(redacted) there"},
		"URL without a query": {"see https://example.com/doc there", "see https://example.com/doc there"},
		"bare signature":      {"got q-sign-time=1;2&q-signature=abc", "got (redacted)"},
		"URL without scheme":  {"see b.cos.ap-x.myqcloud.com/o.rdb?x=abc there", "see b.cos.ap-x.myqcloud.com/o.rdb?(redacted) there"},
		"bare token":          {"got x-cos-security-token=abc.", "got (redacted)"},
		"token in JSON":       {`{"X-Cos-Security-Token": "abc", "a": 1}`, `{"(redacted) "a": 1}`},
		"request's signature": {"Credential=AKID/x, Signature=abc", "Credential=AKID/x, (redacted)"},
		"merged form":         {"sign=q%2Dak%3Dabc", "(redacted)"},
		"Chinese after a URL": {"请访问https://example.com/doc?id=1，然后重试（sign=q-ak）。", "请访问https://example.com/doc?(redacted)，然后重试（(redacted)）。"},
		"Chinese colon":       {"令牌x-cos-security-token：abc和x-cos-security-token： abc。", "令牌(redacted)和(redacted)。"},
		"Chinese in a URL":    {"见https://example.com/文档?a/b。", "见https://example.com/文档?(redacted)。"},
		"question":            {"Why? Because.", "Why? Because."},
		"word":                {"The signature is wrong, sign again.", "The signature is wrong, sign again."},
		"empty":               {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := SafeMessage(tt.text, "s3cr3t-key", "t0k3n"); got != tt.want {
				t.Errorf("SafeMessage(%q) is %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestSafeMessage_long(t *testing.T) {
	t.Parallel()
	for _, letter := range []string{"备", "a"} {
		got := SafeMessage(strings.Repeat(letter, maxMessage+1))
		if len(got) > maxMessage+len("…") || !utf8.ValidString(got) || !strings.HasSuffix(got, letter+"…") {
			t.Errorf("a long message becomes %d bytes, ending in %q", len(got), got[len(got)-8:])
		}
	}
}

func FuzzSafeMessage(f *testing.F) {
	f.Add("https://h/o?sign=q-signature%3Dabc\x1b]0;x\a")
	f.Add("q-sign\u2028q-sign https://?")
	f.Add("s3cr3t\u200b-key")
	f.Add("q-sign://?")
	f.Fuzz(func(t *testing.T, text string) {
		got := SafeMessage(text, "s3cr3t-key", "")
		for _, bad := range []string{"s3cr3t-key", "q-sign", "\x1b", "\n", "\u202e"} {
			if strings.Contains(got, bad) {
				t.Errorf("SafeMessage(%q) is %q and holds %q", text, got, bad)
			}
		}
		if !utf8.ValidString(got) {
			t.Errorf("SafeMessage(%q) is not valid UTF-8", text)
		}
	})
}
