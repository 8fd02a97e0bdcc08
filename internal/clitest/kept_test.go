// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// kept returns the state, its backup, and all parts of the plan "saved".
func (w *workspace) kept() map[string]string {
	w.t.Helper()
	kept := map[string]string{}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup"} {
		content, err := os.ReadFile(filepath.Join(w.dir, name))
		if err == nil {
			kept[name] = string(content)
		} else if !os.IsNotExist(err) {
			w.t.Fatal(err)
		}
	}
	parts, err := terraformcli.SavedPlan(filepath.Join(w.dir, "saved"))
	if err != nil {
		w.t.Fatal(err)
	}
	for name, content := range parts {
		kept["plan"] += fmt.Sprintf("%s: %s\n", name, content)
	}
	return kept
}

// skipBelow skips if Terraform or OpenTofu is older than these minor versions.
func skipBelow(t *testing.T, needs [2]int) {
	t.Helper()
	cli, minor := acceptance(t).cli, 0
	if _, err := fmt.Sscanf(cli.Version, "1.%d.", &minor); err != nil {
		t.Fatalf("%s: %v", cli, err)
	}
	if want := needs[map[string]int{"terraform": 0, "tofu": 1}[cli.Name()]]; minor < want {
		t.Skipf("%s is older than 1.%d", cli, want)
	}
}

// TestAccCLI_keptURLs: as the guide on secrets says, state and plan contain the URLs of a
// data source, and some commands show them.
func TestAccCLI_keptURLs(t *testing.T) {
	t.Parallel()
	keepsNestedSecrets(t)
	w := newWorkspace(t, fakeapi.Options{RateLimit: -1}, documentBackup("")+`
output "first" {
  value     = data.tencentredis_backup_url.this.backup_infos[0].download_url
  sensitive = true
}
`)
	for range 2 {
		w.succeed("plan", "-input=false", "-out=saved", "-json") // succeed checks the output for secrets
		w.succeed("apply", "-input=false", "-json", "saved")
	}
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup", "plan"} {
		if !strings.Contains(w.kept()[name], "q-sign") {
			t.Errorf("%s holds no URL", name)
		}
	}
	for _, command := range []string{"output -json", "output -raw first", "show -json", "show -json saved", "state pull"} {
		printed, err := w.command(strings.Fields(command)...).Output()
		if err != nil || !strings.Contains(string(printed), "q-sign") {
			t.Errorf("%s shows no URL, error %v", command, err)
		}
	}
}

// TestAccCLI_keptKeys: as the guide on secrets says, the plan contains keys of the
// provider block, but no others.
func TestAccCLI_keptKeys(t *testing.T) {
	t.Parallel()
	key, pair := fakeapi.DefaultSecretKey, fmt.Sprintf("secret_id = %q\n secret_key = ", fakeapi.DefaultSecretID)
	for name, tt := range map[string]struct {
		block, variable string
		environment     bool
		needs           [2]int // minor versions of Terraform and OpenTofu
		planned         bool
	}{
		"environment":        {environment: true},
		"profile":            {block: `profile = "dev"`},
		"block":              {block: fmt.Sprintf("%s%q", pair, key), planned: true},
		"variable":           {block: pair + "var.key", variable: "sensitive = true", planned: true},
		"role":               {block: fmt.Sprintf(`assume_role = { role_arn = %q, session_name = "test" }`, fakeapi.DefaultRoleARN), environment: true},
		"ephemeral variable": {block: pair + "var.key", variable: "sensitive = true\n ephemeral = true", needs: [2]int{10, 11}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			skipBelow(t, tt.needs)
			config := "provider \"tencentredis\" {\n" + tt.block + "\n}\n" + backupURL(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, "")
			if tt.variable != "" {
				config += "variable \"key\" {\n" + tt.variable + "\n}\n"
			}
			w := newWorkspace(t, fakeapi.Options{RateLimit: -1}, config).traced()
			w.env["TF_VAR_key"], w.env["TENCENTCLOUD_ENDPOINT_URL_STS"] = key, w.url
			if !tt.environment {
				w.env["TENCENTCLOUD_SECRET_ID"], w.env["TENCENTCLOUD_SECRET_KEY"] = "", ""
			}
			w.write("dev.credential", fmt.Sprintf(`{"secretId": %q, "secretKey": %q}`, fakeapi.DefaultSecretID, key))
			w.succeed("plan", "-input=false", "-out=saved")
			w.succeed("apply", "-input=false", "saved")
			kept := w.kept()
			if got := strings.Contains(kept["plan"], key); got != tt.planned {
				t.Errorf("the plan holds the key: %t, want %t", got, tt.planned)
			}
			if strings.Contains(kept["terraform.tfstate"], key) {
				t.Error("the state holds the key")
			}
			for _, fetched := range w.wire.keys() {
				if strings.Contains(kept["plan"]+kept["terraform.tfstate"], fetched) {
					t.Error("the plan or the state holds a temporary key")
				}
			}
			if fetched := len(w.wire.keys()); (fetched > 0) != (name == "role") {
				t.Errorf("%d temporary keys were fetched", fetched)
			}
			w.holdsNoSecret("the log", w.log())
			for _, r := range w.api.Requests() {
				if strings.Contains(fmt.Sprint(r.Header, string(r.Body)), key) {
					t.Errorf("%s sends the key", r.Action)
				}
			}
		})
	}
}
