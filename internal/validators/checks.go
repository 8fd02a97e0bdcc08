// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package validators

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// The checks of values. Each error completes the sentence "Invalid value for X: ".

var errEmpty = errors.New("must not be empty")

// omit is the advice about a value that must not be empty if it is set.
const omit = "leave it out, or set it to null, to omit it"

// checkPrefix returns a check for IDs that begin with prefix.
func checkPrefix(prefix, example string) func(string) error {
	return func(id string) error {
		rest, ok := strings.CutPrefix(id, prefix)
		if !ok || rest == "" || strings.ContainsAny(rest, " \t\r\n/") {
			return fmt.Errorf(`must begin with %q, like %q; got %q`, prefix, example, id)
		}
		return nil
	}
}

func checkNotBlank(s string) error {
	if strings.TrimSpace(s) == "" {
		return errEmpty
	}
	return nil
}

func checkNotBlankIfSet(s string) error {
	if err := checkNotBlank(s); err != nil {
		return fmt.Errorf("%w; %s", err, omit)
	}
	return nil
}

func checkRegion(region string) error {
	if redisapi.IsRegionForm(region) {
		return nil
	}
	if closest, ok := redisapi.ClosestRegion(region); ok {
		return fmt.Errorf("must be a region; got %q. Did you mean %q?", region, closest)
	}
	return fmt.Errorf(`must be a region, like "ap-guangzhou"; got %q`, region)
}

func checkIPOrCIDR(s string) error {
	if addr, err := netip.ParseAddr(s); err == nil && addr.Is4() {
		return nil
	}
	prefix, err := netip.ParsePrefix(s)
	if err != nil || !prefix.Addr().Is4() {
		return fmt.Errorf(`must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got %q`, s)
	}
	if masked := prefix.Masked(); masked != prefix {
		return fmt.Errorf("must be a CIDR block that begins at its first address; got %q. Did you mean %q?", s, masked)
	}
	return nil
}

func checkRFC3339(s string) error {
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return fmt.Errorf(`must be a time in RFC 3339, like "2026-11-01T00:00:00+08:00"; got %q`, s)
	}
	return nil
}

func checkDuration(s string) error {
	switch d, err := time.ParseDuration(s); {
	case err != nil:
		return fmt.Errorf(`must be a duration, like "90s" or "1h30m"; got %q`, s)
	case d <= 0:
		return fmt.Errorf("must be greater than zero; got %q", s)
	}
	return nil
}
