// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// settings are the settings on the command line.
type settings struct {
	options         fakeapi.Options
	address         string
	faults          []fakeapi.Fault
	command         []string // of exec
	verbose, strict bool
}

const usage = `Usage:
  tencentredis-fakeapi [flags]                          print an environment, serve until interrupted
  tencentredis-fakeapi exec [flags] -- COMMAND [args]   serve while a command runs

exec sets endpoints, credentials and region for the command and exits with its status.
SHARE is a number from 0 to 1 and defaults to 1. ACTION is an action such as
DescribeBackupUrl, or "files" for downloads; it defaults to all actions. These flags can
be repeated.

Flags:
`

// parse parses the command line. Keys come from flags only, so that no real ones are
// used by accident.
func parse(args []string, stderr io.Writer) (settings, error) {
	s := settings{}
	running := len(args) > 0 && args[0] == "exec"
	if running {
		args = args[1:]
	}
	var data string
	flags := flag.NewFlagSet("tencentredis-fakeapi", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main prints the error
	flags.StringVar(&data, "data", "", "`file` with the instances and backups to serve (default: the example in the API document, and some that fail on purpose)")
	s.addServerFlags(flags)
	s.addFaultFlags(flags)
	if running {
		flags.BoolVar(&s.strict, "strict", false, "fail if the command sent a request that the API refuses, other than for the rate limit")
		flags.BoolVar(&s.verbose, "verbose", false, "print a line for each request")
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stderr, usage)
		flags.SetOutput(stderr)
		flags.PrintDefaults()
		return s, err
	case err != nil:
		return s, fmt.Errorf("%w; see -help", err)
	}
	s.command = flags.Args()
	switch {
	case running && len(s.command) == 0:
		return s, errors.New("exec needs a command, as in: exec -- terraform test")
	case !running && len(s.command) > 0:
		return s, fmt.Errorf("unexpected argument %q; to run a command, put exec first", s.command[0])
	}
	if s.options.BackupTime == 0 {
		s.options.BackupTime = -1 // none; 0 means the default
	}
	s.options.Instances = fakeapi.DocumentInstances()
	var err error
	if data != "" {
		s.options.Instances, err = readData(data, time.Now())
	}
	return s, err
}

func (s *settings) addServerFlags(flags *flag.FlagSet) {
	o := &s.options
	flags.StringVar(&s.address, "listen", "127.0.0.1:0", "`address` to listen on; port 0 picks a free one")
	flags.StringVar(&o.SecretID, "secret-id", fakeapi.DefaultSecretID, "SecretId to accept")
	flags.StringVar(&o.SecretKey, "secret-key", fakeapi.DefaultSecretKey, "SecretKey to accept")
	flags.StringVar(&o.Token, "token", "", "security `token` to require (default none)")
	flags.DurationVar(&o.BackupTime, "backup-time", 2*time.Second, "`time` that a manual backup takes")
	flags.IntVar(&o.RateLimit, "rate-limit", 0, "`requests` per second and action; 0 means the documented limits, a negative number no limit")
	flags.Uint64Var(&o.Seed, "seed", 0, "`number` that decides which requests SHARE selects")
}

// addFaultFlags adds flags for some faults of fakeapi, named after its functions.
func (s *settings) addFaultFlags(flags *flag.FlagSet) {
	flags.Func("fail", "`[ACTION:]CODE[=SHARE]`: respond with an error, such as InternalError=0.3", s.addFault(func(code string) (fakeapi.Fault, error) {
		if code == "" {
			return fakeapi.Fault{}, errors.New("must be an error code, such as InternalError")
		}
		return fakeapi.Fail(code), nil
	}))
	flags.Func("http-error", "`[ACTION:]STATUS[=SHARE]`: respond with an HTTP status, like a gateway", s.addFault(func(text string) (fakeapi.Fault, error) {
		status, err := strconv.Atoi(text)
		if err != nil || status < 400 || status > 599 {
			return fakeapi.Fault{}, errors.New("must be a status from 400 to 599")
		}
		return fakeapi.HTTPError(status), nil
	}))
	flags.Func("reset", "`SHARE`: reset the connection instead of responding", s.addShared(fakeapi.Reset()))
	flags.Func("lose-response", "`SHARE`: handle the request, then reset the connection instead of responding", s.addShared(fakeapi.LoseResponse()))
	flags.Func("fail-task", "let all manual backups fail with `MESSAGE`", func(message string) error {
		s.faults = append(s.faults, fakeapi.FailTask(fakeapi.TaskFailed, message))
		return nil
	})
	flags.Func("latency", "`time` to delay each request, half of it on the way back, such as 150ms", s.addDelay(fakeapi.Latency))
	flags.Func("jitter", "longest `time` of a further random delay, such as 20ms", s.addDelay(fakeapi.Jitter))
}

// addFault parses [ACTION:]WHAT[=SHARE].
func (s *settings) addFault(newFault func(what string) (fakeapi.Fault, error)) func(string) error {
	return func(text string) error {
		text, share, shared := strings.Cut(text, "=")
		action, what, hasAction := strings.Cut(text, ":")
		if !hasAction {
			what = text
		}
		fault, err := newFault(what)
		if err != nil {
			return err
		}
		switch actions := fakeapi.Actions(); {
		case !hasAction:
		case action == "files":
			fault = fault.OnFiles()
		case slices.Contains(actions, action):
			fault = fault.For(action)
		default:
			return fmt.Errorf("unknown action %q: must be files, %s", action, strings.Join(actions, ", "))
		}
		if shared {
			return s.addShared(fault)(share)
		}
		s.faults = append(s.faults, fault)
		return nil
	}
}

func (s *settings) addShared(fault fakeapi.Fault) func(string) error {
	return func(text string) error {
		share, err := strconv.ParseFloat(text, 64)
		if err != nil || share < 0 || share > 1 || math.IsNaN(share) {
			return fmt.Errorf("share %q must be a number from 0 to 1", text)
		}
		s.faults = append(s.faults, fault.Sometimes(share))
		return nil
	}
}

func (s *settings) addDelay(delay func(time.Duration) fakeapi.Fault) func(string) error {
	return func(text string) error {
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			return errors.New("must be a time such as 150ms")
		}
		s.faults = append(s.faults, delay(d), delay(d).OnFiles())
		return nil
	}
}
