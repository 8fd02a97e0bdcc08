// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestProfile_agreesWithSDK reads the same tccli profiles with the SDK and with the
// provider's code. The SDK reads them from the home directory of the process.
func TestProfile_agreesWithSDK(t *testing.T) {
	for _, name := range []string{"TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"} {
		t.Setenv(name, "") // restored by the test
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	folder := filepath.Join(home, ".tccli")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for profile, test := range map[string]struct {
		content string
		want    tencentapi.Credential
	}{
		"default": {`{"secretId": "AKIDone", "secretKey": "one"}`, tencentapi.Credential{SecretID: "AKIDone", SecretKey: "one"}},
		"dev": {
			"{\r\n\"secretId\": \"\\u0041KIDtwo\", \"secretKey\": \"two\", \"token\": \"token\", \"type\": \"oauth\", \"expiresAt\": 4102444800}\r\n",
			tencentapi.Credential{SecretID: "AKIDtwo", SecretKey: "two", Token: "token"},
		},
	} {
		if err := os.WriteFile(filepath.Join(folder, profile+".credential"), []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		key, err := common.NewTccliProfileProvider(profile).GetCredential()
		if err != nil {
			t.Fatal(err)
		}
		id, secret, token := key.GetCredential()
		if got := (tencentapi.Credential{SecretID: id, SecretKey: secret, Token: token}); got != test.want {
			t.Errorf("%s: the SDK reads %+v, want %+v", profile, got, test.want)
		}
		if got := readProfile(t, home, profile); got != test.want {
			t.Errorf("%s: the provider reads %+v, want %+v", profile, got, test.want)
		}
	}
}

func readProfile(t *testing.T, home, profile string) tencentapi.Credential {
	t.Helper()
	l := &setting.Lookup{
		Process: setting.Process{
			Getenv: func(string) string { return "" }, Home: home, Now: time.Now, Open: func(name string) (fs.File, error) { return os.Open(name) },
		},
		Block: setting.Block{"profile": profile},
	}
	plan := auth.Find(t.Context(), l)
	if len(l.Errors) > 0 {
		t.Fatal(l.Errors)
	}
	source, err := plan.Open(auth.Connection{Timeout: time.Minute, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	credential, err := source.Credential(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return credential
}
