// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package terraformcli

import (
	"slices"
	"testing"
)

func TestEnvironment(t *testing.T) {
	t.Parallel()
	environ := []string{
		"PATH=/usr/bin", "HOME=/home/me", "HTTPS_PROXY=http://proxy:3128", "TFENV_ROOT=/opt/tfenv", "=C:=C:\\work", "EMPTY=",
		"TF_LOG=TRACE", "TF_VAR_instance_id=crs-mine", "tf_log=1", "TENCENTCLOUD_SECRET_KEY=mine", "TENCENTCLOUD_REGION=ap-tokyo",
		"TERRAFORM_CONFIG=/home/me/.terraformrc", "TCCLI_PROFILE=mine", "TKE_REGION=ap-tokyo", "CHECKPOINT_DISABLE=", "TF_CLI_CONFIG_FILE=/home/me/cli.tfrc",
	}
	before := slices.Clone(environ)
	want := append(slices.Clone(environ[:6]), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE=cli.tfrc")
	if got := Environment(environ, "cli.tfrc"); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !slices.Equal(environ, before) {
		t.Errorf("the argument was changed: %q", environ)
	}
}
