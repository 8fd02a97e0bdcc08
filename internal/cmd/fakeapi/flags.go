// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// settings are what the flags say.
type settings struct {
	options                fakeapi.Options
	listen, metadataListen string
	fail                   string
	faults                 []fakeapi.Fault
}

// parse reads the flags. Keys come from flags only: this program must not pick up
// real ones from the environment.
func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	var latency, jitter time.Duration
	o := &s.options
	flags := flag.NewFlagSet("fakeapi", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.listen, "listen", "127.0.0.1:0", "`address` to listen on; port 0 picks a free one")
	flags.StringVar(&s.metadataListen, "metadata-listen", "", "`address` to serve the metadata service of an instance on; none when empty")
	flags.StringVar(&o.SecretID, "secret-id", fakeapi.DefaultSecretID, "SecretId to accept")
	flags.StringVar(&o.SecretKey, "secret-key", fakeapi.DefaultSecretKey, "SecretKey that belongs to it")
	flags.StringVar(&o.Token, "token", "", "security `token` that requests must bring; none when empty")
	flags.IntVar(&o.RateLimit, "rate-limit", 0, "`requests` per second and action; 0 is each action's documented limit, a negative number no limit")
	flags.Func("rate-window", "kind of `second` in which they are counted: sliding (default) or calendar", s.setWindow)
	flags.StringVar(&s.fail, "fail", "", "error `code` to answer every signed request with")
	flags.Func("fail-share", "`CODE=SHARE` answers a share of the signed requests with an error, such as InternalError=0.33; can be repeated", s.addShare)
	flags.DurationVar(&latency, "latency", 0, "`time` by which to delay each request, half of it on the way back, such as 150ms")
	flags.DurationVar(&jitter, "jitter", 0, "longest random `time` by which to delay each request further, such as 20ms")
	flags.Uint64Var(&o.Seed, "seed", 0, "`number` that decides what is random about -fail-share and -jitter")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if latency < 0 || jitter < 0 {
		return s, errors.New("-latency and -jitter must not be negative")
	}
	if s.fail != "" {
		s.faults = append(s.faults, fakeapi.Fail(s.fail))
	}
	s.addDelays(latency, jitter)
	o.Instances = fakeapi.DocumentInstances()
	return s, nil
}

func (s *settings) setWindow(text string) error {
	switch text {
	case "sliding":
		s.options.RateWindow = fakeapi.SlidingSecond
	case "calendar":
		s.options.RateWindow = fakeapi.CalendarSecond
	default:
		return errors.New("it must be sliding or calendar")
	}
	return nil
}

func (s *settings) addShare(text string) error {
	code, number, _ := strings.Cut(text, "=")
	share, err := strconv.ParseFloat(number, 64)
	if code == "" || err != nil || share < 0 || share > 1 || math.IsNaN(share) {
		return errors.New("it must be like InternalError=0.33")
	}
	s.faults = append(s.faults, fakeapi.Fail(code).Sometimes(share))
	return nil
}

// addDelays puts the delays before the other faults.
func (s *settings) addDelays(latency, jitter time.Duration) {
	if jitter > 0 {
		s.faults = append([]fakeapi.Fault{fakeapi.Jitter(jitter)}, s.faults...)
	}
	if latency > 0 {
		s.faults = append([]fakeapi.Fault{fakeapi.Latency(latency)}, s.faults...)
	}
}
