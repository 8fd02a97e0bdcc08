// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package terraformcli lets tests and benchmarks run Terraform or OpenTofu with a
// provider that was just built, without a registry. The provider must not import it.
package terraformcli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

// Find returns the path in TF_ACC_TERRAFORM_PATH or, if it is not set, that of the
// Terraform or OpenTofu on the PATH. If there is none, it returns bin/terraform below
// root, the root directory of the repository, and downloads the newest one if necessary.
func Find(ctx context.Context, root string) (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return filepath.Abs(path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	bin, err := filepath.Abs(filepath.Join(root, "bin"))
	if err == nil {
		err = os.MkdirAll(bin, 0o750)
	}
	if err != nil {
		return "", err
	}
	path, err := install.NewInstaller().Ensure(ctx, []src.Source{
		&fs.AnyVersion{Product: &product.Terraform, ExtraPaths: []string{bin}},
		&releases.LatestVersion{Product: product.Terraform, InstallDir: bin},
	})
	if err != nil {
		err = fmt.Errorf("no Terraform on the PATH, and none was downloaded; run `make terraform` to build one: %w", err)
	}
	return path, err
}

// Mirror puts the provider into a filesystem mirror below dir and returns the path of a
// CLI configuration that installs all providers from there, so that `terraform init`
// works as with a release.
func Mirror(dir, provider string) (config string, err error) {
	if provider, err = filepath.Abs(provider); err != nil {
		return "", err
	}
	// No suffix such as "-dev": a prerelease is installed only if the configuration names
	// its exact version.
	const version = "0.1.0"
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		folder := filepath.Join(dir, "mirror", registry, "tencentredis/tencentredis", version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.Symlink(provider, filepath.Join(folder, "terraform-provider-tencentredis_v"+version))); err != nil {
			return "", err
		}
	}
	config = filepath.Join(dir, "cli.tfrc")
	content := fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(dir, "mirror"))
	return config, os.WriteFile(config, content, 0o600)
}

// settings are prefixes of variables that change how Terraform or the provider works.
var settings = []string{"TF_", "TOFU_", "TERRAFORM_CONFIG", "TENCENTCLOUD_", "TCCLI_", "TKE_", "CHECKPOINT_DISABLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}

// Environment returns environ without the settings of Terraform, OpenTofu and the
// provider, and with a CLI configuration.
func Environment(environ []string, config string) []string {
	kept := slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		return slices.ContainsFunc(settings, func(prefix string) bool { return strings.HasPrefix(strings.ToUpper(variable), prefix) })
	})
	return append(kept, "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+config)
}
