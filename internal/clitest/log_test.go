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
)

// TestAccCLI_log: the provider writes a log only if one of its variables is set.
func TestAccCLI_log(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		variable, level string
		want            []string // parts of the log; none means only the start of go-plugin
	}{
		{},
		{variable: "TF_LOG_CORE", level: "TRACE"}, // Terraform's own log
		{"TF_LOG", "TRACE", []string{"tf_rpc", "Tencent Cloud API request"}},
		{"TF_LOG_PROVIDER", "DEBUG", []string{"Tencent Cloud API request"}},
		{"TF_LOG_PROVIDER_TENCENTREDIS", "DEBUG", []string{"Tencent Cloud API request"}},
		{"TF_LOG_SDK", "TRACE", []string{"Received request", "Calling provider defined DataSource Read"}},
		{"TF_LOG_SDK_PROTO", "TRACE", []string{"Received request"}},
		{"TF_LOG_SDK_FRAMEWORK", "TRACE", []string{"Calling provider defined DataSource Read"}},
	} {
		t.Run(tt.variable, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
			log := w.tee()
			if tt.variable != "" {
				w.env[tt.variable] = tt.level
				w.env["TF_LOG_PATH"] = filepath.Join(w.dir, "terraform.log")
			}
			if o := w.run("plan", "-input=false"); o.code != 0 {
				t.Fatal(o)
			}
			written, err := os.ReadFile(log)
			if err != nil || !strings.Contains(string(written), "plugin address") {
				t.Errorf("not a log of the provider:\n%s", written)
			}
			if len(tt.want) == 0 && strings.Contains(string(written), "@module") {
				t.Errorf("unexpected log:\n%s", written)
			}
			for _, part := range tt.want {
				if !strings.Contains(string(written), part) {
					t.Errorf("the log lacks %q:\n%s", part, written)
				}
			}
		})
	}
}

// tee installs a script that copies the log of the provider to a file. It returns the
// path of the file.
func (w *workspace) tee() string {
	w.t.Helper()
	log := filepath.Join(w.dir, "provider.log")
	script := fmt.Sprintf("#!/bin/sh\n{ %q \"$@\" 2>&1 >&3 3>&- | tee -a %q >&2; } 3>&1\n", w.provider, log)
	w.write("override/terraform-provider-tencentredis", script)
	if err := os.Chmod(filepath.Join(w.dir, "override/terraform-provider-tencentredis"), 0o700); err != nil {
		w.t.Fatal(err)
	}
	w.write("override.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"tencentredis/tencentredis\" = %q\n  }\n  direct {}\n}\n", w.dir+"/override"))
	w.config = filepath.Join(w.dir, "override.tfrc")
	return log
}
