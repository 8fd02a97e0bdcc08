// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// root is the repository's folder. The command runs in its own.
const root = "../.."

// lab is what all parts measure with, and where they put their figures.
type lab struct {
	dir             string // temporary
	cli             terraformcli.CLI
	provider, floor string // paths of the programs
	mirror          string // CLI configuration that installs this program, the meter, as the provider
	figures         []figure
}

// newLab finds Terraform and builds what is to be measured, as a release is built.
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
	if l.cli, err = terraformcli.Find(ctx, root, os.Stderr); err != nil {
		return nil, err
	}
	log.Println("==> building the provider and the floor")
	l.provider, l.floor = filepath.Join(l.dir, "provider"), filepath.Join(l.dir, "floor")
	if err := errors.Join(build(ctx, root, ".", l.provider), build(ctx, ".", "./floor", l.floor)); err != nil {
		return nil, err
	}
	own, err := os.Executable()
	if err != nil {
		return nil, err
	}
	l.mirror, err = l.cli.Mirror(l.dir, own)
	return l, err
}

func build(ctx context.Context, dir, pkg, to string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-tags", "grpcnotrace", "-trimpath", "-ldflags", "-s -w", "-o", to, pkg)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if printed, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, printed)
	}
	return nil
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
