// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	s := settings{only: parts()}
	flags := s.flags(os.Stderr)
	err := flags.Parse(os.Args[1:])
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err == nil {
		err = run(s)
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings is what the flags say.
type settings struct {
	quick bool
	only  []part
	soak  time.Duration // zero: no soak, but the parts
}

func (s *settings) flags(stderr io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&s.quick, "quick", false, "measure less and less often, in about two minutes")
	flags.Func("only", "comma-separated `parts` to measure: "+strings.Join(partNames(), ", "), func(list string) (err error) {
		s.only, err = choose(list)
		return err
	})
	flags.DurationVar(&s.soak, "soak", 0, "instead of measuring, plan with two processes for that `long`, with faults")
	return flags
}

// run measures until it is done or interrupted.
func run(s settings) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := measure(ctx, s, os.Stdout, os.Stderr)
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return err
}

// measure prints the summary on stdout and what it is at on stderr.
func measure(ctx context.Context, s settings, stdout, stderr io.Writer) (err error) {
	l, err := newLab(ctx, s.quick, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	_, _ = fmt.Fprintf(stdout, "%s\n\n", l.machine) // at worst, it is not seen
	if s.soak > 0 {
		return soak(ctx, l, s.soak, stdout)
	}
	if err := l.measure(ctx, s.only); err != nil {
		return err
	}
	kept, err := l.keep()
	if err != nil {
		return err
	}
	if err := summarize(stdout, l.figures); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "\nAll measurements: %s\n", kept)
	return err
}
