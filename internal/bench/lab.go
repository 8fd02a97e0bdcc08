// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

// lab is what all parts measure with, and where they put their figures.
type lab struct {
	dir             string // temporary
	cli             string // path of Terraform or OpenTofu
	config          string // CLI configuration that runs this program, the meter, as the provider
	provider, floor string // paths of the programs
	figures         []figure
}

// newLab builds what is to be measured, as a release is built.
func newLab(ctx context.Context) (l *lab, err error) {
	l = &lab{}
	if l.dir, err = os.MkdirTemp("", "tencentredis-bench-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(l.dir))
		}
	}()
	terraform, err := exec.LookPath("terraform")
	tofu, _ := exec.LookPath("tofu")
	if l.cli = cmp.Or(terraform, tofu); l.cli == "" {
		return nil, err
	}
	log.Println("==> building the provider and the floor")
	l.provider, l.floor = filepath.Join(l.dir, "provider"), filepath.Join(l.dir, "floor")
	if err := errors.Join(build(ctx, "../..", ".", l.provider), build(ctx, ".", "./floor", l.floor)); err != nil {
		return nil, err
	}
	return l, l.override()
}

func build(ctx context.Context, dir, pkg, to string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "grpcnotrace", "-ldflags", "-s -w", "-o", to, pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if printed, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, printed)
	}
	return nil
}

// override makes Terraform run this program in place of the provider.
func (l *lab) override() error {
	own, err := os.Executable()
	if err != nil {
		return err
	}
	folder := filepath.Join(l.dir, "override")
	l.config = filepath.Join(l.dir, "terraform.rc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides { \"tencentredis/tencentredis\" = %q }\n  direct {}\n}\n", folder)
	return errors.Join(
		os.Mkdir(folder, 0o700),
		os.Symlink(own, filepath.Join(folder, "terraform-provider-tencentredis")),
		os.WriteFile(l.config, []byte(text), 0o600),
	)
}

func (l *lab) add(f ...figure) { l.figures = append(l.figures, f...) }

// inTurn measures each side once without counting it, to fill caches, and then
// rounds times in turn.
func inTurn(rounds int, sides ...func(counts bool) error) error {
	for i := range rounds + 1 {
		for _, side := range sides {
			if err := side(i > 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// each maps items to numbers.
func each[T any](items []T, number func(T) float64) []float64 {
	var numbers []float64
	for _, item := range items {
		numbers = append(numbers, number(item))
	}
	return numbers
}
