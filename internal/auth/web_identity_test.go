// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

func TestReadTokenFile(t *testing.T) {
	t.Parallel()
	const jwt = canary + ".eyJ.sig"
	tests := map[string]struct {
		content, key string
		want         string
		says         string
	}{
		"raw":                    {jwt, "web_identity_token", jwt, ""},
		"raw with a line break":  {jwt + "\r\n", "web_identity_token", jwt, ""},
		"raw with a mark":        {"\xef\xbb\xbf" + jwt, "web_identity_token", jwt, ""},
		"JSON":                   {"\r\n{\"web_identity_token\": \" " + jwt + "\"}", "web_identity_token", jwt, ""},
		"role":                   {readerARN + "\n", "role_arn", readerARN, ""},
		"role in JSON":           {`{"role_arn":"` + readerARN + `","web_identity_token":"` + jwt + `"}`, "role_arn", readerARN, ""},
		"empty":                  {" \n", "web_identity_token", "", "contains no web_identity_token"},
		"JSON without the key":   {`{"token":"` + jwt + `"}`, "web_identity_token", "", "contains no web_identity_token"},
		"JSON in another case":   {`{"Web_Identity_Token":"` + jwt + `"}`, "web_identity_token", "", "contains no web_identity_token"},
		"JSON of the other kind": {`{"web_identity_token":"` + jwt + `"}`, "role_arn", "", "contains no role_arn"},
		"JSON of another type":   {"{\n\"web_identity_token\": 7}", "web_identity_token", "", "web_identity_token must be a JSON string, not a JSON number"},
		"broken JSON":            {`{"web_identity_token":"` + jwt, "web_identity_token", "", "is not valid JSON: unexpected end of JSON input"},
		"two lines":              {jwt + "\n" + jwt, "web_identity_token", "", "must contain nothing but a web_identity_token. It contains a line break. Copy the value again, as one line"},
		"a space":                {jwt + " " + jwt, "web_identity_token", "", "must contain nothing but a web_identity_token. It contains a space or tab. Copy the value again, without it"},
		"not ASCII":              {"ü", "web_identity_token", "", "must contain nothing but a web_identity_token. It contains a character that is not ASCII. Copy the value again, without it"},
		"UTF-16":                 {"\xff\xfex\x00", "web_identity_token", "", "is encoded in UTF-16. Save it as UTF-8"},
		"Latin-1":                {"\xe9", "web_identity_token", "", "is not UTF-8 text"},
		"too large":              {strings.Repeat("x", maxFile+1), "web_identity_token", "", "is larger than 1 MiB"},
		"missing":                {"", "web_identity_token", "", "does not exist"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := env("/t", tt.content)
			if name == "missing" {
				files = nil
			}
			got, err := readToken(memory(files), "/t", tt.key)
			if tt.says == "" {
				if err != nil || got != tt.want {
					t.Errorf("read %q, %v; want %q", got, err, tt.want)
				}
				return
			}
			fileErr, ok := errors.AsType[*textfile.Error](err)
			if !ok || fileErr.File != "/t" || !strings.HasPrefix(fileErr.Reason, tt.says) || got != "" {
				t.Errorf("read %q, %v; want %q", got, err, tt.says)
			}
			checkText(t, err.Error())
		})
	}
}

// The files are read at each renewal, and a problem with them is the
// source's error.
func TestWebIdentity_readsFilesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := testTime
		files := env("/t", "first", "/a", readerARN)
		f := &fakeSTS{now: func() time.Time { return now }}
		source := open(t, connect(f), webIdentitySource(webRole{
			request:   request{ProviderID: "OIDC", RoleSessionName: "ci", DurationSeconds: defaultRoleSeconds},
			tokenFile: "/t", roleFile: "/a", open: func(name string) (fs.File, error) { return memory(files)(name) },
		}, "web identity", "environment"))
		credential(t.Context(), t, source)
		files["/t"], files["/a"] = "second", otherARN
		now = now.Add(2*time.Hour - renewalLead)
		credential(t.Context(), t, source)
		calls := f.seen()
		if len(calls) != 2 || calls[1].Body["WebIdentityToken"] != "second" || calls[1].Body["RoleArn"] != otherARN {
			t.Errorf("requests are %+v", calls)
		}

		for _, file := range []string{"/a", "/t"} {
			delete(files, file)
			now = now.Add(2 * time.Hour)
			_, err := source.Credential(t.Context())
			want := "no credentials from role named in /a by web identity (environment): " + file + " does not exist"
			if err == nil || !strings.HasPrefix(err.Error(), want) { // on Windows, these paths are relative
				t.Errorf("error is %v, want %s", err, want)
			}
		}
	})
}

// FuzzReadTokenFile finds no content whose value is not a single word, and no
// fault that quotes the content.
func FuzzReadTokenFile(f *testing.F) {
	for _, seed := range []string{
		"", canary, canary + "\n", "a b", `{"web_identity_token":"` + canary + `"}`, `{"web_identity_token":7}`, `{"web_identity_token":"\n"}`, "{", "\xff", "\xef\xbb\xbf{}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		value, err := readToken(memory(env("/t", content)), "/t", "web_identity_token")
		if err == nil {
			if len(strings.Fields(value)) != 1 || value != strings.TrimSpace(value) {
				t.Errorf("value is %q", value)
			}
			return
		}
		if fileErr, ok := errors.AsType[*textfile.Error](err); !ok || fileErr.File != "/t" || value != "" {
			t.Errorf("value %q, error is %T: %v", value, err, err)
		}
		checkText(t, err.Error())
	})
}
