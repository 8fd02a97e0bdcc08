// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"encoding/json"
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

const (
	lowerCase      = "abcdefghijklmnopqrstuvwxyz"
	digits         = "0123456789"
	nameCharacters = lowerCase + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + digits + "_+=,.@-"
)

// maxShown is the maximum length of a value in an error.
const maxShown = 300

// got returns the part of an error that shows the value.
func got(value string) string {
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
		return fmt.Errorf("must begin with %q, like %q%s", prefix, example, got(id))
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
		return fmt.Errorf(`must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"%s`, got(s))
	}
	if masked := prefix.Masked(); masked != prefix {
		return fmt.Errorf("must be a CIDR block that begins at its first address%s. Did you mean %q?", got(s), masked)
	}
	return nil
}

// CheckRFC3339 checks a time.
func CheckRFC3339(s string) error {
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return fmt.Errorf(`must be a time in RFC 3339, like "2026-11-01T00:00:00+08:00"%s`, got(s))
	}
	return nil
}

// CheckDuration checks a duration, which must be greater than zero.
func CheckDuration(s string) error {
	switch d, err := time.ParseDuration(s); {
	case err != nil:
		return fmt.Errorf(`must be a duration, like "90s" or "1h30m"%s`, got(s))
	case d <= 0:
		return fmt.Errorf("must be greater than zero%s", got(s))
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

// CheckJSON checks a policy, which is not shown.
func CheckJSON(policy string) error {
	if !json.Valid([]byte(policy)) {
		return errors.New("is not valid JSON")
	}
	return nil
}

// CheckAccountID checks the ID (Uin) of an account. Real ones have twelve digits.
func CheckAccountID(id string) error {
	if id == "" || len(id) > 20 || strings.Trim(id, digits) != "" {
		return fmt.Errorf("must contain account IDs (Uin), which are digits%s", got(id))
	}
	return nil
}

// CheckRoleARN checks the ARN of a role.
func CheckRoleARN(arn string) error {
	if !isCAMARN(arn, "role/") && !isCAMARN(arn, "roleName/") {
		return fmt.Errorf(`must be the ARN of a role, such as "qcs::cam::uin/100000000001:roleName/reader"%s`, got(arn))
	}
	return nil
}

// CheckSAMLProviderARN checks the ARN of a SAML provider.
func CheckSAMLProviderARN(arn string) error {
	if !isCAMARN(arn, "saml-provider/") {
		return fmt.Errorf(`must be the ARN of a SAML provider, such as "qcs::cam::uin/100000000001:saml-provider/OneLogin"%s`, got(arn))
	}
	return nil
}

// isCAMARN reports whether arn is that of a CAM resource of that kind.
//
// Source: https://www.tencentcloud.com/document/product/598/10606.
func isCAMARN(arn, kind string) bool {
	rest, found := strings.CutPrefix(arn, "qcs::cam::uin/")
	account, thing, separated := strings.Cut(rest, ":")
	name, isKind := strings.CutPrefix(thing, kind)
	return len(arn) <= 512 && found && separated && isKind && name != "" && CheckAccountID(account) == nil
}

// CheckSessionName checks the name of a session. By the document of AssumeRole, it
// must have 2 to 128 of the characters [\w+=,.@_-].
func CheckSessionName(name string) error {
	if len(name) < 2 || len(name) > 128 || strings.Trim(name, nameCharacters) != "" {
		return fmt.Errorf("must have 2 to 128 characters: letters, digits, and +=,.@_-%s", got(name))
	}
	return nil
}

// CheckRoleName checks the name of a CAM role. A valid one is safe in a path of the
// metadata service.
func CheckRoleName(name string) error {
	if len(name) > 128 || strings.Trim(name, ".") == "" || strings.Trim(name, nameCharacters) != "" {
		return fmt.Errorf("must be the name of a role, which has up to 128 characters: letters, digits, and +=,.@_-%s", got(name))
	}
	return nil
}
