// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"strings"
	"testing"
	"time"
)

func TestSettings_flags(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args  []string
		parts string
		quick bool
		soak  time.Duration
		wrong string
	}{
		"nothing":       {},
		"quick":         {args: []string{"-quick"}, quick: true},
		"some parts":    {args: []string{"-only", "tls, plan"}, parts: "plan tls"},
		"soak":          {args: []string{"-soak", "5m"}, soak: 5 * time.Minute},
		"unknown part":  {args: []string{"-only", "plan,plans"}, wrong: `no part "plans", but size, start,`},
		"no part":       {args: []string{"-only", ""}, wrong: `no part ""`},
		"unknown flags": {args: []string{"-fast"}, wrong: "not defined: -fast"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s settings
			err := s.flags(io.Discard).Parse(test.args)
			if test.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("got error %v, want one with %q", err, test.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, p := range s.only {
				names = append(names, p.name)
			}
			if got := strings.Join(names, " "); got != test.parts || s.quick != test.quick || s.soak != test.soak {
				t.Errorf("got parts %q, quick %t, soak %s", got, s.quick, s.soak)
			}
		})
	}
}

func TestInTurn(t *testing.T) {
	t.Parallel()
	var order strings.Builder
	side := func(name string) func(bool) error {
		return func(counts bool) error {
			if counts {
				name = strings.ToUpper(name)
			}
			order.WriteString(name)
			return nil
		}
	}
	if err := inTurn(t.Context(), 2, side("a"), side("b")); err != nil {
		t.Fatal(err)
	}
	if got := order.String(); got != "abABAB" {
		t.Errorf("the order is %s", got)
	}
}
