// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// workspace is a configuration and its Terraform.
type workspace struct {
	dir    string // of the configuration
	mirror string // the folder that the provider comes from
	cli    terraformcli.CLI
	env    []string
	out    screen
}

// settings returns a clean environment with the settings of a user.
func settings(environ []string, config, serviceURL string) []string {
	return append(terraformcli.Environment(environ, config),
		"TF_IN_AUTOMATION=1", // no hint at commands that nobody can run in a folder that is removed
		"TENCENTCLOUD_ENDPOINT_URL_REDIS="+serviceURL,

		"TENCENTCLOUD_SECRET_ID="+fakeapi.DefaultSecretID,
		"TENCENTCLOUD_SECRET_KEY="+fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION="+fakeapi.DocumentRegion,
		"TF_VAR_instance_id="+fakeapi.DocumentInstanceID,
		"TF_VAR_backup_id="+fakeapi.DocumentBackupID,
	)
}

// lock writes the checksum of the provider to the lock file, so that init does not warn
// about it. It prints errors only.
func (w *workspace) lock(ctx context.Context) error {
	cmd := w.terraform(ctx, "providers", "lock", "-no-color", "-fs-mirror="+w.mirror)
	if printed, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s providers lock: %w\n%s", w.cli.Name(), err, printed)
	}
	return nil
}

// run runs Terraform and prints its output, which must not contain a signed URL.
func (w *workspace) run(ctx context.Context, name string, args ...string) error {
	var printed bytes.Buffer
	cmd := w.terraform(ctx, name, append(args, w.out.flags()...)...)
	cmd.Stdout = io.MultiWriter(w.out, &printed)
	cmd.Stderr = cmd.Stdout
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", w.cli.Name(), name, err)
	}
	if bytes.Contains(printed.Bytes(), []byte("q-signature")) {
		return fmt.Errorf("%s %s printed a signed URL", w.cli.Name(), name)
	}
	return nil
}

// output decodes an output value into target.
func (w *workspace) output(ctx context.Context, name string, target any) error {
	cmd := w.terraform(ctx, "output", "-json", name)
	cmd.Stderr = w.out
	stdout, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(stdout, target)
	}
	if err != nil {
		return fmt.Errorf("%s output -json %s: %w", w.cli.Name(), name, err)
	}
	return nil
}

// terraform uses -chdir, since version managers such as asdf choose the version by the
// working directory.
func (w *workspace) terraform(ctx context.Context, command string, args ...string) *exec.Cmd {
	cmd := terraformcli.Interruptible(ctx, w.cli.Path, append([]string{"-chdir=" + w.dir, command}, args...)...)
	cmd.Env = w.env
	return cmd
}

// copyExample copies the configuration files without any state.
func copyExample(to, from string) error {
	names, err := fs.Glob(os.DirFS(from), "*.tf")
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, name), content, 0o600); err != nil { //nolint:gosec // the names are those of the example
			return err
		}
	}
	return nil
}
