// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestOpenRegular opens what a real file system can hold.
func TestOpenRegular(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at("file"), []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("large"), make([]byte, 10<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(at("file"), at("link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(at("nowhere"), at("broken")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"file":    "",
		"link":    "",
		"missing": "does not exist",
		"broken":  "does not exist",
		"":        "is a folder, not a file",
		"large":   "is larger than 1 MiB",
		"file/x":  "not a directory",
	} {
		data, err := readText(openRegular, at(name))
		if want == "" {
			if err != nil || string(data) != "text" {
				t.Errorf("%q: read %q, %v", name, data, err)
			}
			continue
		}
		if fileErr, ok := errors.AsType[*FileError](err); !ok || fileErr.Reason != want || fileErr.File != at(name) {
			t.Errorf("%q: error is %v, want %q", name, err, want)
		}
	}
}

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
		"role":                   {roleARN + "\n", "role_arn", roleARN, ""},
		"role in JSON":           {`{"role_arn":"` + roleARN + `","web_identity_token":"` + jwt + `"}`, "role_arn", roleARN, ""},
		"empty":                  {" \n", "web_identity_token", "", "holds no web_identity_token"},
		"JSON without the key":   {`{"token":"` + jwt + `"}`, "web_identity_token", "", "holds no web_identity_token"},
		"JSON of the other kind": {`{"web_identity_token":"` + jwt + `"}`, "role_arn", "", "holds no role_arn"},
		"JSON of another type":   {"{\n\"web_identity_token\": 7}", "web_identity_token", "", "web_identity_token should be a JSON string, not a JSON number"},
		"broken JSON":            {`{"web_identity_token":"` + jwt, "web_identity_token", "", "is not valid JSON: unexpected end of JSON input"},
		"two lines":              {jwt + "\n" + jwt, "web_identity_token", "", "holds more than a web_identity_token: there are spaces or line breaks within it"},
		"a space":                {jwt + " " + jwt, "web_identity_token", "", "holds more than a web_identity_token: there are spaces or line breaks within it"},
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
			got, err := readTokenFile(memory(files), "/t", tt.key)
			if tt.says == "" {
				if err != nil || got != tt.want {
					t.Errorf("read %q, %v; want %q", got, err, tt.want)
				}
				return
			}
			fileErr, ok := errors.AsType[*FileError](err)
			if !ok || fileErr.File != "/t" || fileErr.Reason != tt.says || got != "" {
				t.Errorf("read %q, %v; want %q", got, err, tt.says)
			}
			checkText(t, err.Error())
		})
	}
}

// The files are read at each renewal, and what is wrong with them is told as
// the source's error.
func TestWebIdentity_readsFilesAgain(t *testing.T) {
	t.Parallel()
	now := testTime
	files := env("/t", "first", "/a", roleARN)
	f := &fakeSTS{now: func() time.Time { return now }}
	in := input(Block{}, env(EnvAssumeRoleWebIdentityTokenFile, "/t", EnvAssumeRoleARNFile, "/a", EnvAssumeRoleSessionName, "ci"), nil)
	in.Open = func(name string) (fs.File, error) { return memory(files)(name) }
	source := open(t, in, connect(f))
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
		want := "no credential from role named in /a by web identity (environment): " + file + ": does not exist"
		if err == nil || err.Error() != want {
			t.Errorf("error is %v, want %s", err, want)
		}
	}
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
		value, err := readTokenFile(memory(env("/t", content)), "/t", "web_identity_token")
		if err == nil {
			if len(strings.Fields(value)) != 1 || value != strings.TrimSpace(value) {
				t.Errorf("value is %q", value)
			}
			return
		}
		if fileErr, ok := errors.AsType[*FileError](err); !ok || fileErr.File != "/t" || value != "" {
			t.Errorf("value %q, error is %T: %v", value, err, err)
		}
		checkText(t, err.Error())
	})
}
