// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestWithout(t *testing.T) {
	t.Parallel()
	environ := []string{
		"PATH=/usr/bin", "HOME=/home/me", "HTTPS_PROXY=http://proxy:3128", "TFENV_ROOT=/opt/tfenv", "=C:=C:\\work", "EMPTY=",
		"TF_LOG=TRACE", "TF_VAR_instance_id=crs-mine", "tf_log=1", "TENCENTCLOUD_SECRET_KEY=mine", "TENCENTCLOUD_REGION=ap-tokyo",
		"TERRAFORM_CONFIG=/home/me/.terraformrc", "TCCLI_PROFILE=mine", "TKE_REGION=ap-tokyo", "CHECKPOINT_DISABLE=",
	}
	before := slices.Clone(environ)
	want := environ[:6]
	if got := without(environ, ownSettings...); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !slices.Equal(environ, before) {
		t.Errorf("the argument was changed: %q", environ)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	got := settings([]string{"PATH=/usr/bin", "TENCENTCLOUD_REGION=ap-tokyo", "TF_DATA_DIR=/data"}, "dir", "http://127.0.0.1:1")
	for _, variable := range []string{
		"PATH=/usr/bin",
		"TENCENTCLOUD_REGION=ap-chengdu",
		"TENCENTCLOUD_ENDPOINT_URL_REDIS=http://127.0.0.1:1",
		"TF_VAR_instance_id=crs-4y9t57vt",
		"TF_VAR_backup_id=678362566696298532848117",
		"TF_CLI_CONFIG_FILE=" + filepath.Join("dir", "cli.tfrc"),
		"CHECKPOINT_DISABLE=1",
	} {
		if !slices.Contains(got, variable) {
			t.Errorf("%q is missing in %q", variable, got)
		}
	}
	for _, variable := range []string{"TENCENTCLOUD_REGION=ap-tokyo", "TF_DATA_DIR=/data"} {
		if slices.Contains(got, variable) {
			t.Errorf("%q is still there", variable)
		}
	}
}
