// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const devConfigure = "/home/u/.tccli/dev.configure"

func TestReadProfile(t *testing.T) {
	t.Parallel()
	keys := tencentapi.Credential{SecretID: testID, SecretKey: testKey}
	tests := map[string]struct {
		credential, configure string
		want                  profile
	}{
		"keys":                  {keysJSON, "", profile{credential: keys}},
		"blanks around":         {`{"secretId":" ` + testID + `","secretKey":"` + testKey + `\n","token":null}`, "", profile{credential: keys}},
		"byte order mark, CRLF": {"\xef\xbb\xbf{\r\n\"secretId\":\"" + testID + "\",\r\n\"secretKey\":\"" + testKey + "\"}\r\n", "", profile{credential: keys}},
		"token": {
			`{"secretId":"` + testID + `","secretKey":"` + testKey + `","token":"` + testToken + `"}`, "",
			profile{credential: tencentapi.Credential{SecretID: testID, SecretKey: testKey, Token: testToken}},
		},
		"role": {
			`{"secretId":"` + testID + `","secretKey":"` + testKey + `","role-arn":" a ","role-session-name":"s"}`, "",
			profile{credential: keys, roleARN: "a", roleSession: "s"},
		},
		"login": {
			`{"type":"oauth","secretId":"` + testID + `","secretKey":"` + testKey + `","expiresAt":1790000000,"oauth":{"accessToken":"` + canary + `"}}`, "",
			profile{credential: keys, login: "oauth", expires: time.Unix(1790000000, 0)},
		},
		"login with a fraction":     {`{"expiresAt":1790000000.75}`, "", profile{expires: time.Unix(1790000000, 0)}},
		"login until after 9999":    {`{"expiresAt":1e300}`, "", profile{expires: time.Unix(253402300799, 0)}},
		"login without an end":      {`{"type":"sso","expiresAt":0}`, "", profile{login: "sso"}},
		"use-cvm-role":              {`{"use-cvm-role":true}`, "", profile{instanceRole: true}},
		"use-cvm-role as a string":  {`{"use-cvm-role":"True"}`, "", profile{instanceRole: true}},
		"use-cvm-role is false":     {`{"use-cvm-role":"false"}`, "", profile{}},
		"use-cvm-role is empty":     {`{"use-cvm-role":""}`, "", profile{}},
		"use-cvm-role as tccli's":   {`{"type":"cvm-role"}`, "", profile{login: "cvm-role", instanceRole: true}},
		"use-cvm-role off in tccli": {`{"type":"default"}`, "", profile{login: "default"}},
		"configure": {
			keysJSON, `{"_sys_param":{"region":" ap-chengdu ","output":"json","arrayCount":10},"redis":{"endpoint":"redis.internal.tencentcloudapi.com"},"sts":{"endpoint":"sts.internal.tencentcloudapi.com"},"cvm":"x"}`,
			profile{credential: keys, region: "ap-chengdu", redisHost: "redis.internal.tencentcloudapi.com", stsHost: "sts.internal.tencentcloudapi.com"},
		},
		"configure as tccli first writes it": {
			keysJSON, "\xef\xbb\xbf" + `{"_sys_param":{"region":"ap-chengdu"},"redis":{"endpoint":"redis.tencentcloudapi.com","version":"2018-04-12"},"sts":{"endpoint":"STS.tencentcloudapi.com"}}`,
			profile{credential: keys, region: "ap-chengdu"},
		},
		"configure without anything": {keysJSON, `{"_sys_param":null}`, profile{credential: keys}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := env("/d/dev.credential", tt.credential)
			if tt.configure != "" {
				files["/d/dev.configure"] = tt.configure
			}
			got, err := readProfile(memory(files), "/d", "dev")
			if err != nil {
				t.Fatal(err)
			}
			tt.want.name, tt.want.file = "dev", "/d/dev.credential"
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(profile{})); diff != "" {
				t.Errorf("profile (-want +got):\n%s", diff)
			}
		})
	}
}

// TestResolve_profileFaults is what can be wrong with the files, each with the
// file and the place that is blamed.
func TestResolve_profileFaults(t *testing.T) {
	t.Parallel()
	const secret = `"` + canary + `-a"`
	big := strings.Repeat(" ", maxFile) + "{}"
	tests := map[string]struct {
		files        map[string]string
		file         string
		line, column int
		says         string
	}{
		"no file":               {nil, devFile, 0, 0, "does not exist, although `profile` in the provider block names the profile \"dev\""},
		"no permission":         {env(devFile, "!permission"), devFile, 0, 0, "may not be read: permission denied"},
		"a folder":              {env(devFile+"/x", ""), devFile, 0, 0, "is a folder, not a file"},
		"too large":             {env(devFile, big), devFile, 0, 0, "is larger than 1 MiB"},
		"ten MiB":               {env(devFile, strings.Repeat("x", 10<<20)), devFile, 0, 0, "is larger than 1 MiB"},
		"UTF-16, little endian": {env(devFile, "\xff\xfe{\x00}\x00"), devFile, 0, 0, "is encoded as UTF-16; save it as UTF-8"},
		"UTF-16, big endian":    {env(devFile, "\xfe\xff\x00{\x00}"), devFile, 0, 0, "is encoded as UTF-16; save it as UTF-8"},
		"Latin-1":               {env(devFile, "{\"secretId\":\"\xe9\"}"), devFile, 0, 0, "is not UTF-8 text"},
		"empty":                 {env(devFile, " \n"), devFile, 0, 0, "is empty, and should hold a JSON object"},
		"not JSON":              {env(devFile, "secretId = "+secret), devFile, 1, 1, "is not valid JSON"},
		"cut short":             {env(devFile, "{\n  \"secretKey\": "+secret+",\n"), devFile, 2, 27, "is not valid JSON: unexpected end of JSON input"},
		"missing comma":         {env(devFile, "{\r\n  \"secretId\": \"密\"\r\n  \"secretKey\": "+secret+"\r\n}"), devFile, 3, 3, "is not valid JSON"},
		"missing comma in line": {env(devFile, "{\"secretId\": \"密\" \"secretKey\": "+secret+"}"), devFile, 1, 18, "is not valid JSON"},
		"two objects":           {env(devFile, "{}\n{}"), devFile, 2, 1, "is not valid JSON"},
		"null":                  {env(devFile, "null"), devFile, 1, 4, "should hold a JSON object"},
		"a list":                {env(devFile, "[\n"+secret+"]"), devFile, 1, 1, "should hold a JSON object, not a JSON array"},
		"a number for the id":   {env(devFile, "{\n\"secretKey\": "+secret+",\n\"secretId\": 123456}"), devFile, 3, 18, "secretId should be a JSON string, not a JSON number"},
		"an object for the key": {env(devFile, "{\"secretKey\": {\"a\":"+secret+"}}"), devFile, 1, 15, "secretKey should be a JSON string, not a JSON object"},
		"a text for the end":    {env(devFile, "{\"expiresAt\": "+secret+"}"), devFile, 1, 24, "expiresAt should be a JSON number, not a JSON string"},
		"a text for a boolean":  {env(devFile, "{\"use-cvm-role\": "+secret+"}"), devFile, 0, 0, "use-cvm-role should be true or false"},
		"a number for it":       {env(devFile, "{\"use-cvm-role\": 1}"), devFile, 0, 0, "use-cvm-role should be true or false"},
		"role without session":  {env(devFile, "{\"role-arn\": \"a\"}"), devFile, 0, 0, "has only one of role-arn and role-session-name; a role needs both"},
		"session without role":  {env(devFile, "{\"role-session-name\": \"a\"}"), devFile, 0, 0, "has only one of role-arn and role-session-name; a role needs both"},
		"no keys":               {env(devFile, "{\"token\": "+secret+"}"), devFile, 0, 0, "holds no key pair: secretId and secretKey are not set"},
		"configure not JSON":    {env(devFile, keysJSON, devConfigure, "{\"_sys_param\":\n x"), devConfigure, 2, 2, "is not valid JSON"},
		"configure a folder":    {env(devFile, keysJSON, devConfigure+"/x", ""), devConfigure, 0, 0, "is a folder, not a file"},
		"configure forbidden":   {env(devFile, keysJSON, devConfigure, "!permission"), devConfigure, 0, 0, "may not be read: permission denied"},
		"_sys_param is no map":  {env(devFile, keysJSON, devConfigure, "{\"_sys_param\":\n\"x\"}"), devConfigure, 2, 3, "_sys_param should be a JSON object, not a JSON string"},
		"region is no text":     {env(devFile, keysJSON, devConfigure, "{\"_sys_param\":{\"region\":[]}}"), devConfigure, 1, 25, "_sys_param.region should be a JSON string, not a JSON array"},
		"redis is no map":       {env(devFile, keysJSON, devConfigure, "{\"redis\":true}"), devConfigure, 1, 13, "redis should be a JSON object, not a JSON bool"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Resolve(input(Block{Profile: "dev"}, keysEnv(), tt.files))
			got, ok := errors.AsType[*FileError](err)
			if !ok {
				t.Fatalf("error is %v, want a FileError", err)
			}
			if got.File != tt.file || got.Line != tt.line || got.Column != tt.column || !strings.HasPrefix(got.Reason, tt.says) {
				t.Errorf("error is of %s, %d:%d: %s\nwant %s, %d:%d: %s…", got.File, got.Line, got.Column, got.Reason, tt.file, tt.line, tt.column, tt.says)
			}
			if !strings.HasPrefix(err.Error(), tt.file) {
				t.Errorf("%q does not begin with the file", err)
			}
			checkText(t, err.Error())
		})
	}
}

func TestResolve_profileFaultCauses(t *testing.T) {
	t.Parallel()
	_, err := Resolve(input(Block{}, env(EnvProfile, "dev"), nil))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "although the environment variable `TENCENTCLOUD_PROFILE` names the profile \"dev\"") {
		t.Errorf("error is %v", err)
	}
	// The default profile may be missing, but not be broken.
	_, err = Resolve(input(Block{}, nil, env(defaultFile, "{")))
	if got, ok := errors.AsType[*FileError](err); !ok || got.File != defaultFile || got.Line != 1 {
		t.Errorf("error is %v, want the default profile's fault", err)
	}
	_, err = Resolve(input(Block{}, nil, env(defaultFile, keysJSON, "/home/u/.tccli/default.configure", "[]")))
	if got, ok := errors.AsType[*FileError](err); !ok || got.File != "/home/u/.tccli/default.configure" {
		t.Errorf("error is %v, want the default profile's second file's fault", err)
	}
}

func TestResolve_profileSettings(t *testing.T) {
	t.Parallel()
	files := env(devFile, keysJSON, devConfigure, `{"_sys_param":{"region":"ap-chengdu"},"redis":{"endpoint":"r.example"},"sts":{"endpoint":"s.example"}}`)
	plan, err := Resolve(input(Block{Profile: "dev"}, nil, files))
	if err != nil {
		t.Fatal(err)
	}
	if plan.Region != "ap-chengdu" || plan.RedisHost != "r.example" || plan.STSHost != "s.example" {
		t.Errorf("region %q, hosts %q and %q", plan.Region, plan.RedisHost, plan.STSHost)
	}
	plan, err = Resolve(input(blockKeys, env(EnvProfile, "dev"), files))
	if err != nil {
		t.Fatal(err)
	}
	if plan.Region != "" || plan.RedisHost != "" || plan.STSHost != "" {
		t.Errorf("region %q, hosts %q and %q from a profile that is not used", plan.Region, plan.RedisHost, plan.STSHost)
	}
}

func TestResolve_expiredLogin(t *testing.T) {
	t.Parallel()
	at := testTime.Add(-time.Hour)
	login := func(kind, end string) string {
		return `{"type":"` + kind + `","secretId":"` + testID + `","secretKey":"` + testKey + `","token":"` + testToken + `","expiresAt":` + end + `}`
	}
	expired := "1795518000" // testTime less an hour
	tests := map[string]struct {
		block   Block
		files   map[string]string
		command string // empty: not expired
	}{
		"oauth":               {Block{Profile: "dev"}, env(devFile, login("oauth", expired)), "tccli auth login --profile dev"},
		"sso":                 {Block{Profile: "dev"}, env(devFile, login("sso", expired)), "tccli sso login --profile dev"},
		"default profile":     {Block{}, env(defaultFile, login("oauth", expired)), "tccli auth login"},
		"without a type":      {Block{}, env(defaultFile, login("", expired)), "tccli auth login"},
		"ends just now":       {Block{}, env(defaultFile, login("oauth", "1795521600")), "tccli auth login"},
		"ends in a second":    {Block{}, env(defaultFile, login("oauth", "1795521601")), ""},
		"does not say an end": {Block{}, env(defaultFile, login("oauth", "null")), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Resolve(input(tt.block, nil, tt.files))
			if tt.command == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			got, ok := errors.AsType[*ExpiredLoginError](err)
			if !ok || got.Command != tt.command {
				t.Fatalf("error is %v, want an expired login and %q", err, tt.command)
			}
			if name == "oauth" {
				want := `the login of profile "dev" (` + devFile + `) expired at ` + at.Format(time.RFC3339) + `; run tccli auth login --profile dev`
				if err.Error() != want || !got.Expired.Equal(at) {
					t.Errorf("error is %s\nwant %s", err, want)
				}
			}
			checkText(t, err.Error())
		})
	}
}

// A login that tccli has renewed meanwhile goes on; one that it has not ends
// with its own error.
func TestLogin_readsAgain(t *testing.T) {
	t.Parallel()
	now := testTime
	content := func(key string, end time.Time) string {
		return `{"type":"oauth","secretId":"id-` + key + `","secretKey":"` + testKey + `","token":"t","expiresAt":` + strconv.FormatInt(end.Unix(), 10) + `}`
	}
	files := env(devFile, content("1", now.Add(time.Hour)))
	in := input(Block{Profile: "dev"}, nil, files)
	in.Now = func() time.Time { return now }
	in.Open = func(name string) (fs.File, error) { return memory(files)(name) }
	source := open(t, in, Connection{Now: in.Now})

	step := func(want string) {
		t.Helper()
		if got := credential(t.Context(), t, source).SecretID; got != want {
			t.Errorf("at %s the id is %q, want %q", now.Format(time.TimeOnly), got, want)
		}
	}
	step("id-1")
	files[devFile] = content("2", now.Add(2*time.Hour))
	step("id-1")
	now = now.Add(55 * time.Minute)
	step("id-2")
	now = now.Add(time.Hour) // five minutes before the end of the second
	step("id-2")
	now = now.Add(5 * time.Minute)
	_, err := source.Credential(t.Context())
	if expired, ok := errors.AsType[*ExpiredLoginError](err); !ok || expired.Command != "tccli auth login --profile dev" {
		t.Errorf("error is %v, want an expired login", err)
	}
	files[devFile] = content("3", now.Add(time.Hour))
	now = now.Add(retryPause)
	step("id-3")
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
		p, err := readProfile(memory(files), "/d", "p")
		if err == nil {
			_ = p.check(testTime)
			if (p.roleARN == "") != (p.roleSession == "") {
				t.Errorf("half a role: %q and %q", p.roleARN, p.roleSession)
			}
			return
		}
		fileErr, ok := errors.AsType[*FileError](err)
		if !ok {
			t.Fatalf("error is %T", err)
		}
		content, found := files[fileErr.File]
		if !found || fileErr.Line < 0 || fileErr.Line > strings.Count(content, "\n")+1 || fileErr.Column > len(content) {
			t.Errorf("blames %s, line %d, column %d", fileErr.File, fileErr.Line, fileErr.Column)
		}
		checkText(t, err.Error())
	})
}
