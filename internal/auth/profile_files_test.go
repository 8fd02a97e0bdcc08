// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// TestFind_profileFaults: each error names the file and the setting.
func TestFind_profileFaults(t *testing.T) {
	t.Parallel()
	const secret = `"` + canary + `-a"`
	big := strings.Repeat(" ", 1<<20) + "{}"
	tests := map[string]struct {
		files        map[string]string
		file         string
		line, column int
		says         string
	}{
		"no file":               {nil, devFile, 0, 0, "does not exist, but \"profile\" in the provider block is \"dev\". Name another profile, or create this one with \"tccli configure --profile dev\""},
		"no permission":         {env(devFile, "!permission"), devFile, 0, 0, "cannot be read: permission denied"},
		"a folder":              {env(devFile+"/x", ""), devFile, 0, 0, "is a directory, not a file"},
		"too large":             {env(devFile, big), devFile, 0, 0, "is larger than 1 MiB"},
		"ten MiB":               {env(devFile, strings.Repeat("x", 10<<20)), devFile, 0, 0, "is larger than 1 MiB"},
		"UTF-16, little endian": {env(devFile, "\xff\xfe{\x00}\x00"), devFile, 0, 0, "is encoded in UTF-16. Save it as UTF-8"},
		"UTF-16, big endian":    {env(devFile, "\xfe\xff\x00{\x00}"), devFile, 0, 0, "is encoded in UTF-16. Save it as UTF-8"},
		"Latin-1":               {env(devFile, "{\"secretId\":\"\xe9\"}"), devFile, 0, 0, "is not UTF-8 text"},
		"empty":                 {env(devFile, " \n"), devFile, 0, 0, "is empty, but must contain a JSON object"},
		"not JSON":              {env(devFile, "secretId = "+secret), devFile, 1, 1, "is not valid JSON"},
		"cut short":             {env(devFile, "{\n  \"secretKey\": "+secret+",\n"), devFile, 2, 27, "is not valid JSON: unexpected end of JSON input"},
		"missing comma":         {env(devFile, "{\r\n  \"secretId\": \"密\"\r\n  \"secretKey\": "+secret+"\r\n}"), devFile, 3, 3, "is not valid JSON"},
		"missing comma in line": {env(devFile, "{\"secretId\": \"密\" \"secretKey\": "+secret+"}"), devFile, 1, 18, "is not valid JSON"},
		"an escape":             {env(devFile, "{\"secretKey\": \"\\us3c\"}"), devFile, 1, 16, "is not valid JSON: invalid escape sequence"},
		"two objects":           {env(devFile, "{}\n{}"), devFile, 2, 1, "is not valid JSON"},
		"null":                  {env(devFile, "null"), devFile, 1, 4, "must contain a JSON object"},
		"a list":                {env(devFile, "[\n"+secret+"]"), devFile, 1, 1, "must contain a JSON object, not a JSON array"},
		"a number for the id":   {env(devFile, "{\n\"secretKey\": "+secret+",\n\"secretId\": 123456}"), devFile, 3, 13, "secretId must be a JSON string, not a JSON number"},
		"an object for the key": {env(devFile, "{\"secretKey\": {\"a\":"+secret+"}}"), devFile, 1, 15, "secretKey must be a JSON string, not a JSON object"},
		"a text for the end":    {env(devFile, "{\"expiresAt\": "+secret+"}"), devFile, 1, 15, "expiresAt must be a JSON number, not a JSON string"},
		"a text for a boolean":  {env(devFile, "{\"use-cvm-role\": "+secret+"}"), devFile, 0, 0, "is not usable: use-cvm-role must be true or false"},
		"a number for it":       {env(devFile, "{\"use-cvm-role\": 1}"), devFile, 0, 0, "is not usable: use-cvm-role must be true or false"},
		"role without session":  {env(devFile, "{\"role-arn\": \"a\"}"), devFile, 0, 0, "contains only one of role-arn and role-session-name. A role needs both"},
		"session without role":  {env(devFile, "{\"role-session-name\": \"a\"}"), devFile, 0, 0, "contains only one of role-arn and role-session-name. A role needs both"},
		"no keys":               {env(devFile, "{\"token\": "+secret+"}"), devFile, 0, 0, "contains no key pair: secretId and secretKey are not set"},
		"configure not JSON":    {env(devFile, keysJSON, devConfigure, "{\"_sys_param\":\n x"), devConfigure, 2, 2, "is not valid JSON"},
		"configure a folder":    {env(devFile, keysJSON, devConfigure+"/x", ""), devConfigure, 0, 0, "is a directory, not a file"},
		"configure forbidden":   {env(devFile, keysJSON, devConfigure, "!permission"), devConfigure, 0, 0, "cannot be read: permission denied"},
		"_sys_param is no map":  {env(devFile, keysJSON, devConfigure, "{\"_sys_param\":\n\"x\"}"), devConfigure, 2, 1, "_sys_param must be a JSON object, not a JSON string"},
		"region is no text":     {env(devFile, keysJSON, devConfigure, "{\"_sys_param\":{\"region\":[]}}"), devConfigure, 1, 25, "_sys_param.region must be a JSON string, not a JSON array"},
		"redis is no map":       {env(devFile, keysJSON, devConfigure, "{\"redis\":true}"), devConfigure, 1, 10, "redis must be a JSON object, not a JSON bool"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errs := problems(t, block{"profile": "dev"}, machine(keysEnv(), tt.files))
			expectProblem(t, errs, problem{"", tt.says})
			e, ok := errors.AsType[*textfile.Error](errs[0])
			if !ok || filepath.ToSlash(e.File) != tt.file || e.Line != tt.line || e.Column != tt.column || !strings.HasPrefix(e.Reason, tt.says) {
				t.Errorf("error is %+v, want line %d, column %d of %s", errs[0], tt.line, tt.column, tt.file)
			}
		})
	}
}

func TestFind_profileFaultCauses(t *testing.T) {
	t.Parallel()
	errs := problems(t, block{}, machine(env("TENCENTCLOUD_PROFILE", "dev"), nil))
	expectProblem(t, errs, problem{"", "does not exist, but environment variable TENCENTCLOUD_PROFILE is \"dev\". Name another profile, or create this one with \"tccli configure --profile dev\""})
	// The default profile may be missing, but not invalid.
	errs = problems(t, block{}, machine(nil, env(defaultFile, "{")))
	expectProblem(t, errs, problem{"", defaultFile + ", line 1, column 1: is not valid JSON"})
	configure := "/home/u/.tccli/default.configure"
	errs = problems(t, block{}, machine(nil, env(defaultFile, keysJSON, configure, "[]")))
	expectProblem(t, errs, problem{"", configure + ", line 1, column 1: must contain a JSON object"})
}

// problems returns the errors of a block. The pauses before a file is read again
// take no time.
func problems(t *testing.T, b block, p setting.Process) (errs []error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { _, errs = find(t.Context(), b, p) })
	return errs
}

func TestFind_expiredLogin(t *testing.T) {
	t.Parallel()
	login := func(kind, end string) string {
		return `{"type":"` + kind + `","secretId":"` + testID + `","secretKey":"` + testKey + `","token":"` + testToken + `","expiresAt":` + end + `}`
	}
	expired := "1795518000" // testTime less an hour
	tests := map[string]struct {
		block   block
		files   map[string]string
		command string // empty: not expired
	}{
		"oauth":               {block{"profile": "dev"}, env(devFile, login("oauth", expired)), "tccli auth login --profile dev"},
		"sso":                 {block{"profile": "dev"}, env(devFile, login("sso", expired)), "tccli sso login --profile dev"},
		"a name with a blank": {block{"profile": "my dev"}, env("/home/u/.tccli/my dev.credential", login("oauth", expired)), "tccli auth login --profile 'my dev'"},
		"a name with a quote": {block{"profile": "dev's"}, env("/home/u/.tccli/dev's.credential", login("sso", expired)), `tccli sso login --profile 'dev'\''s'`},
		"default profile":     {block{}, env(defaultFile, login("oauth", expired)), "tccli auth login"},
		"without a type":      {block{}, env(defaultFile, login("", expired)), "tccli auth login"},
		"ends just now":       {block{}, env(defaultFile, login("oauth", "1795521600")), "tccli auth login"},
		"ends in a second":    {block{}, env(defaultFile, login("oauth", "1795521601")), ""},
		"does not say an end": {block{}, env(defaultFile, login("oauth", "null")), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errs := find(t.Context(), tt.block, machine(nil, tt.files))
			if tt.command == "" {
				if len(errs) > 0 {
					t.Errorf("errors: %v", errs)
				}
				return
			}
			if e, ok := errors.AsType[*ExpiredLoginError](errors.Join(errs...)); !ok || e.Command != tt.command || e.Now != testTime || !strings.HasPrefix(filepath.ToSlash(e.File), "/home/u/.tccli/") {
				t.Errorf("errors are %v, want an expired login and %s", errs, tt.command)
			}
		})
	}
}

// TestFind_halfWritten: a profile that is being replaced is read again.
func TestFind_halfWritten(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]map[string]string{
		"empty": env(devFile, ""), "cut": env(devFile, keysJSON[:20]), "missing": nil, "configure": env(devFile, keysJSON, devConfigure, "{"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				before, after := machine(nil, first), machine(nil, env(devFile, keysJSON, devConfigure, "{}"))
				start, p := time.Now(), before
				p.Open = func(name string) (fs.File, error) {
					if time.Since(start) < 120*time.Millisecond {
						return before.Open(name)
					}
					return after.Open(name)
				}
				if got := mustPlan(t, block{"profile": "dev"}, p).String(); got != "key pair with an ID ending in WXYZ (profile dev)" {
					t.Errorf("plan is %q", got)
				}
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				start = time.Now()
				if _, errs := find(ctx, block{"profile": "dev"}, p); len(errs) != 1 || time.Since(start) > 0 {
					t.Errorf("a canceled call took %s: %v", time.Since(start), errs)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		mustPlan(t, block{}, machine(keysEnv(), nil))
		find(t.Context(), block{}, machine(nil, nil))
		if took := time.Since(start); took > 0 {
			t.Errorf("a missing default profile was waited for: %s", took)
		}
	})
}
