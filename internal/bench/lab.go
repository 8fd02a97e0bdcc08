// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/terraformcli"
)

// root is the repository's folder. The command runs in its own.
const root = "../.."

// lab is what all parts measure with, and where they put their figures.
type lab struct {
	dir     string // temporary, for everything but the results
	out     io.Writer
	quick   bool
	machine machine
	cli     terraformcli.CLI

	programs programs
	mirrors  map[string]string // CLI configurations by the program they install
	figures  []figure
}

// newLab finds Terraform and builds what is to be measured.
func newLab(ctx context.Context, quick bool, out io.Writer) (l *lab, err error) {
	l = &lab{out: out, quick: quick, mirrors: map[string]string{}}
	if l.dir, err = os.MkdirTemp("", "tencentredis-bench-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.close())
		}
	}()
	if l.cli, err = terraformcli.Find(ctx, root, out); err != nil {
		return nil, err
	}
	l.machine = thisMachine(l.cli.String())
	l.say("building the provider, the floor and the fake service")
	l.programs, err = build(ctx, filepath.Join(l.dir, "bin"))
	return l, err
}

func (l *lab) close() error { return os.RemoveAll(l.dir) }

func (l *lab) say(format string, args ...any) {
	_, _ = fmt.Fprintf(l.out, "==> "+format+"\n", args...) // at worst, it is not seen
}

func (l *lab) measure(ctx context.Context, chosen []part) error {
	for _, p := range chosen {
		l.say("measuring: %s", p.name)
		if err := p.measure(ctx, l); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

func (l *lab) add(f ...figure) { l.figures = append(l.figures, f...) }

// mirror returns a CLI configuration with which Terraform installs program as
// the provider.
func (l *lab) mirror(program string) (string, error) {
	if config, found := l.mirrors[program]; found {
		return config, nil
	}
	config, err := l.cli.Mirror(filepath.Join(l.dir, "mirror-"+filepath.Base(program)), program)
	if err != nil {
		return "", fmt.Errorf("installing %s: %w", program, err)
	}
	l.mirrors[program] = config
	return config, nil
}
