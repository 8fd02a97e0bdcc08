// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

func TestReadProfile(t *testing.T) {
	t.Parallel()
	keys := tencentapi.Credential{SecretID: testID, SecretKey: testKey}
	tests := map[string]struct {
		credential, configure string
		want                  profileFiles
	}{
		"keys":                  {keysJSON, "", profileFiles{Pair: keys}},
		"blanks around":         {`{"secretId":" ` + testID + `","secretKey":"` + testKey + `\n","token":null}`, "", profileFiles{Pair: keys}},
		"byte order mark, CRLF": {"\xef\xbb\xbf{\r\n\"secretId\":\"" + testID + "\",\r\n\"secretKey\":\"" + testKey + "\"}\r\n", "", profileFiles{Pair: keys}},
		"names in another case": {`{"SECRETKEY":"other","secretId":"` + testID + `","secretKey":"` + testKey + `","SecretID":7,"TOKEN":"t"}`, "", profileFiles{Pair: keys}},
		"token": {
			`{"secretId":"` + testID + `","secretKey":"` + testKey + `","token":"` + testToken + `"}`, "",
			profileFiles{Pair: tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken}},
		},
		"role": {
			`{"secretId":"` + testID + `","secretKey":"` + testKey + `","role-arn":" a ","role-session-name":"s"}`, "",
			profileFiles{Pair: keys, RoleARN: "a", RoleSession: "s"},
		},
		"login": {
			`{"type":"oauth","secretId":"` + testID + `","secretKey":"` + testKey + `","expiresAt":1790000000,"oauth":{"accessToken":"` + canary + `"}}`, "",
			profileFiles{Pair: keys, Login: "oauth", Expires: time.Unix(1790000000, 0)},
		},
		"login with a fraction":     {`{"expiresAt":1790000000.75}`, "", profileFiles{Expires: time.Unix(1790000000, 0)}},
		"login until after 9999":    {`{"expiresAt":1e300}`, "", profileFiles{Expires: time.Unix(253402300799, 0)}},
		"login without an end":      {`{"type":"sso","expiresAt":0}`, "", profileFiles{Login: "sso"}},
		"use-cvm-role":              {`{"use-cvm-role":true}`, "", profileFiles{InstanceRole: true}},
		"use-cvm-role as a string":  {`{"use-cvm-role":"True"}`, "", profileFiles{InstanceRole: true}},
		"use-cvm-role is false":     {`{"use-cvm-role":"false"}`, "", profileFiles{}},
		"use-cvm-role is empty":     {`{"use-cvm-role":""}`, "", profileFiles{}},
		"use-cvm-role as tccli's":   {`{"type":"cvm-role"}`, "", profileFiles{Login: "cvm-role", InstanceRole: true}},
		"use-cvm-role off in tccli": {`{"type":"default"}`, "", profileFiles{Login: "default"}},
		"configure": {
			keysJSON, `{"_sys_param":{"region":" ap-chengdu ","output":"json","arrayCount":10},"redis":{"endpoint":"redis.internal.tencentcloudapi.com"},"sts":{"endpoint":"sts.internal.tencentcloudapi.com"},"cvm":"x"}`,
			profileFiles{Pair: keys, Settings: env("_sys_param.region", "ap-chengdu", "redis.endpoint", "redis.internal.tencentcloudapi.com", "sts.endpoint", "sts.internal.tencentcloudapi.com")},
		},
		"configure as tccli first writes it": {
			keysJSON, "\xef\xbb\xbf" + `{"_sys_param":{"region":"ap-chengdu"},"redis":{"endpoint":"redis.tencentcloudapi.com","version":"2018-04-12"},"sts":{"endpoint":"STS.tencentcloudapi.com"}}`,
			profileFiles{Pair: keys, Settings: env("_sys_param.region", "ap-chengdu", "redis.endpoint", "", "sts.endpoint", "")},
		},
		"configure without anything": {keysJSON, `{"_sys_param":null}`, profileFiles{Pair: keys, Settings: env("_sys_param.region", "", "redis.endpoint", "", "sts.endpoint", "")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := env("/d/dev.credential", tt.credential)
			if tt.configure != "" {
				files["/d/dev.configure"] = tt.configure
			}
			got, err := readProfile(t.Context(), memory(files), "/d", "dev", true)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Name, tt.want.File = "dev", filepath.FromSlash("/d/dev.credential")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("profile (-want +got):\n%s", diff)
			}
		})
	}
}

// loginFile is the file of a login that expires at end.
func loginFile(id string, end time.Time) string {
	return fmt.Sprintf(`{"type":"oauth","secretId":%q,"secretKey":%q,"token":"t","expiresAt":%d}`, id, testKey, end.Unix())
}

// openProfile opens the profile dev in files, which may change later.
func openProfile(t *testing.T, files map[string]string, now func() time.Time) tencentapi.CredentialSource {
	t.Helper()
	read := func(name string) (fs.File, error) { return memory(files)(name) }
	p, err := readProfile(t.Context(), read, "/home/u/.tccli", "dev", true)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, Connection{Now: now}, profileSource(p, read))
}

// TestProfileKeys_login: a login is kept until it is about to expire, whatever
// happens to its file, and then read again.
func TestProfileKeys_login(t *testing.T) {
	t.Parallel()
	now := testTime
	files := env(devFile, loginFile("id-1", now.Add(time.Hour)))
	source := openProfile(t, files, func() time.Time { return now })

	step := func(want string) {
		t.Helper()
		if got := credential(t.Context(), t, source).SecretID; got != want {
			t.Errorf("at %s the ID is %q, want %q", now.Format(time.TimeOnly), got, want)
		}
	}
	files[devFile] = loginFile("id-2", now.Add(2*time.Hour)) // before the first read
	step("id-1")
	delete(files, devFile)
	step("id-1")
	now = now.Add(54 * time.Minute)
	step("id-1")
	files[devFile] = loginFile("id-2", testTime.Add(2*time.Hour))
	now = now.Add(time.Minute)
	step("id-2")
	now = now.Add(time.Hour) // five minutes before the end of the second
	step("id-2")
	now = now.Add(5 * time.Minute)
	_, err := source.Credential(t.Context())
	if expired, ok := errors.AsType[*ExpiredLoginError](err); !ok || expired.Command != "tccli auth login --profile dev" {
		t.Errorf("error is %v, want an expired login", err)
	}
	files[devFile] = loginFile("id-3", now.Add(time.Hour))
	now = now.Add(retryPause)
	step("id-3")
}

// TestProfileKeys_halfWritten: a renewal reads a file again that is just being
// written.
func TestProfileKeys_halfWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		whole := loginFile("id-2", start.Add(2*time.Hour))
		read := func(name string) (fs.File, error) {
			content := loginFile("id-1", start.Add(time.Hour))
			if passed := time.Since(start); passed > 58*time.Minute+100*time.Millisecond {
				content = whole
			} else if passed >= 58*time.Minute {
				content = whole[:20]
			}
			return memory(env(devFile, content))(name)
		}
		p, err := readProfile(t.Context(), read, "/home/u/.tccli", "dev", true)
		if err != nil {
			t.Fatal(err)
		}
		source := open(t, Connection{}, profileSource(p, read))
		time.Sleep(58 * time.Minute)
		if got := credential(t.Context(), t, source).SecretID; got != "id-2" {
			t.Errorf("the ID is %q, want id-2", got)
		}
	})
}

// TestProfileKeys_rotated: a token without an end is read again once the API
// refuses it.
func TestProfileKeys_rotated(t *testing.T) {
	t.Parallel()
	content := func(token string) string { return `{"secretId":"id","secretKey":"k","token":"` + token + `"}` }
	files := env(devFile, content("one"))
	source, ok := openProfile(t, files, stand).(tencentapi.Renewer)
	if !ok {
		t.Fatal("the source cannot renew")
	}
	used := credential(t.Context(), t, source)
	err := source.Renew(t.Context(), used)
	if err == nil || err.Error() != "no credentials from key pair (profile dev): it returned the same credentials that were refused" {
		t.Errorf("while the file is the same: %v", err)
	}
	files[devFile] = content("two")
	if got := credential(t.Context(), t, source); got != used {
		t.Errorf("before it is refused, the token is %q", got.Token)
	}
	if err := source.Renew(t.Context(), used); err != nil {
		t.Error(err)
	}
	if got := credential(t.Context(), t, source); got.Token != "two" {
		t.Errorf("then the token is %q", got.Token)
	}
	if _, renews := open(t, Connection{}, profileSource(profileFiles{Name: "p", Pair: tencentapi.Credential{SecretID: "i", SecretKey: "k"}}, nil)).(tencentapi.Renewer); renews {
		t.Error("a permanent key pair claims that it can renew")
	}
}

// FuzzReadProfile finds no content that makes the reader panic, quote what it
// read, or accept a half.
func FuzzReadProfile(f *testing.F) {
	for _, seed := range []string{
		keysJSON, "", "null", "[]", "{", `{"secretId":1}`, `{"expiresAt":-1}`, `{"expiresAt":1e999}`, "\xef\xbb\xbf{}", "\xff\xfe",
		`{"use-cvm-role":"` + canary + `"}`, `{"type":"` + canary + `"}`, `{"` + canary + `":`, `{"role-arn":"a"}`, "{\r\n\"_sys_param\":{\"region\":[]}}",
	} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, credential, configure string) {
		files := map[string]string{"/d/p.credential": credential, "/d/p.configure": configure}
		p, err := readProfileOnce(memory(files), "/d", "p")
		if err == nil {
			_ = p.check(testTime)
			if (p.RoleARN == "") != (p.RoleSession == "") {
				t.Errorf("half a role: %q and %q", p.RoleARN, p.RoleSession)
			}
			return
		}
		fileErr, ok := errors.AsType[*textfile.Error](err)
		if !ok {
			t.Fatalf("error is %T", err)
		}
		content, found := files[filepath.ToSlash(fileErr.File)]
		if !found || fileErr.Line < 0 || fileErr.Line > strings.Count(content, "\n")+1 || fileErr.Column > len(content) {
			t.Errorf("blames %s, line %d, column %d", fileErr.File, fileErr.Line, fileErr.Column)
		}
		checkText(t, err.Error())
	})
}
