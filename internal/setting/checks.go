// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// The checks of values. Each error completes a sentence that begins with the name of
// the argument, or with where its value was found.

// maxShown is the maximum length of a value in an error.
const maxShown = 300

// Got returns the part of an error that shows the value.
func Got(value string) string {
	if len(value) > maxShown {
		return fmt.Sprintf("; got %d characters that begin with %.40q", len(value), value)
	}
	return fmt.Sprintf("; got %q", value)
}

// CheckInstanceID checks the ID of a Redis instance.
func CheckInstanceID(id string) error { return checkPrefix(id, "crs-", "crs-4y9t57vt") }

// CheckVPCID checks the ID of a VPC.
func CheckVPCID(id string) error { return checkPrefix(id, "vpc-", "vpc-5xg9qpb1") }

func checkPrefix(id, prefix, example string) error {
	rest, ok := strings.CutPrefix(id, prefix)
	if !ok || rest == "" || strings.ContainsAny(rest, " \t\r\n/") {
		return fmt.Errorf("must begin with %q, like %q%s", prefix, example, Got(id))
	}
	return nil
}

// CheckNotBlank checks a required argument.
func CheckNotBlank(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("must not be empty")
	}
	return nil
}

// CheckIfSet checks an optional argument that must not be empty.
func CheckIfSet(s string) error {
	if err := CheckNotBlank(s); err != nil {
		return fmt.Errorf("%w; leave it out, or set it to null, to omit it", err)
	}
	return nil
}

// CheckIPOrCIDR checks an IPv4 address or CIDR block.
func CheckIPOrCIDR(s string) error {
	if addr, err := netip.ParseAddr(s); err == nil && addr.Is4() {
		return nil
	}
	prefix, err := netip.ParsePrefix(s)
	if err != nil || !prefix.Addr().Is4() {
		return fmt.Errorf(`must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"%s`, Got(s))
	}
	if masked := prefix.Masked(); masked != prefix {
		return fmt.Errorf("must be a CIDR block that begins at its first address%s. Did you mean %q?", Got(s), masked)
	}
	return nil
}

// CheckRFC3339 checks a time.
func CheckRFC3339(s string) error {
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return fmt.Errorf(`must be a time in RFC 3339, like "2026-11-01T00:00:00+08:00"%s`, Got(s))
	}
	return nil
}

// CheckDuration checks a duration, which must be greater than zero.
func CheckDuration(s string) error {
	switch d, err := time.ParseDuration(s); {
	case err != nil:
		return fmt.Errorf(`must be a duration, like "90s" or "1h30m"%s`, Got(s))
	case d <= 0:
		return fmt.Errorf("must be greater than zero%s", Got(s))
	}
	return nil
}

// AtLeast returns a check that allows only whole numbers from least.
func AtLeast(least int64) func(string) error { return Between(least, math.MaxInt64) }

// Between returns a check that allows only whole numbers from least to most.
func Between(least, most int64) func(string) error {
	return func(text string) error {
		n, err := strconv.ParseInt(text, 10, 64)
		switch {
		case err != nil:
			return errors.New("must be a whole number")
		case n >= least && n <= most:
			return nil
		case most == math.MaxInt64:
			return fmt.Errorf("must be at least %d; got %d", least, n)
		}
		return fmt.Errorf("must be between %d and %d; got %d", least, most, n)
	}
}
