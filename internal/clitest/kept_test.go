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

// The tests in this file are what the guide on secrets says of files that
// Terraform writes, and of what shows them.

// kept is what a run left on the disk: the state, the one before it, and each
// part of the plan that was saved as "saved".
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

// skipBelow skips where Terraform or OpenTofu is older than these minor versions.
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

// TestAccCLI_keptURLs: the URLs of a data source are in clear in what Terraform
// keeps, and in what shows that on demand; not in its output for machines.
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
		w.succeed("plan", "-input=false", "-out=saved", "-json") // succeed looks for secrets in what is shown
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

// TestAccCLI_keptKeys: what is kept of a key depends on where it comes from.
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

// TestAccCLI_protocolData: a switch of the plugin framework for developers has
// everything written down that passes between Terraform and the provider.
func TestAccCLI_protocolData(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	w.env["TF_LOG_SDK_PROTO_DATA_DIR"] = t.TempDir()
	w.succeed("plan", "-input=false")
	paths, err := filepath.Glob(filepath.Join(w.env["TF_LOG_SDK_PROTO_DATA_DIR"], "*ReadDataSource*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("nothing was written, error %v", err)
	}
	found := false
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found = found || strings.Contains(string(content), "q-sign")
	}
	if !found {
		t.Errorf("no URL is in %s", paths)
	}
}

// TestAccCLI_provisioners: a provisioner's command has Terraform's environment,
// keys included. What it prints is hidden where it is given a URL, unless it
// fails: then the error shows it.
func TestAccCLI_provisioners(t *testing.T) {
	t.Parallel()
	skipBelow(t, [2]int{4, 6}) // terraform_data
	keepsNestedSecrets(t)
	config := func(command string) string {
		return documentBackup("") + fmt.Sprintf(`
resource "terraform_data" "command" {
  provisioner "local-exec" {
    interpreter = ["sh", "-c"]
    command     = %q
    environment = { URL = data.tencentredis_backup_url.this.backup_infos[0].download_url }
  }
}
`, command)
	}
	w := newWorkspace(t, fakeapi.Options{RateLimit: -1}, config(`test "$TENCENTCLOUD_SECRET_KEY" && echo "$URL"`))
	if o := w.succeed("apply", "-input=false", "-auto-approve"); !strings.Contains(o.stdout, "(output suppressed due to sensitive value in config)") {
		t.Errorf("it does not say that it hides the output: %s", o)
	}
	w.write("main.tf", config(`echo "$URL"; exit 1`))
	cmd := w.command("apply", "-input=false", "-auto-approve", "-replace=terraform_data.command")
	printed, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(printed), "q-sign") {
		t.Errorf("error %v, and the URL is not in:\n%s", err, printed)
	}
}
