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

// The checks of single values, for schema and environment alike. Each error
// reads on behind "X is not usable: ".

func checkInstanceID(id string) error {
	if rest, ok := strings.CutPrefix(id, "crs-"); !ok || rest == "" || strings.ContainsAny(rest, " \t\r\n/") {
		return fmt.Errorf(`%q is not the id of a Redis instance, which begins with "crs-" (for example "crs-4y9t57vt")`, id)
	}
	return nil
}

func checkNotBlank(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("it must not be empty")
	}
	return nil
}

func checkNotBlankIfSet(s string) error {
	if err := checkNotBlank(s); err != nil {
		return fmt.Errorf("%w; leave it out, or set it to null, to omit it", err)
	}
	return nil
}

func checkRegion(region string) error {
	if !redisapi.IsRegionForm(region) {
		return fmt.Errorf(`%q does not have the form of a region (for example "ap-guangzhou")`, region)
	}
	return nil
}

func checkIPOrCIDR(s string) error {
	if addr, err := netip.ParseAddr(s); err == nil && addr.Is4() {
		return nil
	}
	if prefix, err := netip.ParsePrefix(s); err == nil && prefix.Addr().Is4() {
		return nil
	}
	return fmt.Errorf(`%q is neither an IPv4 address ("10.1.1.12") nor a CIDR block ("10.1.1.0/24")`, s)
}

func checkRFC3339(s string) error {
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return fmt.Errorf(`%q is not a time in RFC 3339 (for example "2026-11-01T00:00:00+08:00")`, s)
	}
	return nil
}
