// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"strings"
	"testing"
)

// TestChecks: the error of each check for each value; "" is none.
func TestChecks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		check  func(string) error
		values map[string]string
	}{
		"instance": {CheckInstanceID, map[string]string{
			"crs-1": "", "ins-1": `must begin with "crs-", like "crs-4y9t57vt"; got "ins-1"`, "crs-": `must begin with "crs-", like "crs-4y9t57vt"; got "crs-"`,
			"crs-1\n": `must begin with "crs-", like "crs-4y9t57vt"; got "crs-1\n"`, "": `must begin with "crs-", like "crs-4y9t57vt"; got ""`,
		}},
		"VPC": {CheckVPCID, map[string]string{
			"vpc-5xg9qpb1": "", "vpc1": `must begin with "vpc-", like "vpc-5xg9qpb1"; got "vpc1"`, "vpc-": `must begin with "vpc-", like "vpc-5xg9qpb1"; got "vpc-"`,
			"subnet-1": `must begin with "vpc-", like "vpc-5xg9qpb1"; got "subnet-1"`,
		}},
		"not blank": {CheckNotBlank, map[string]string{"x": "", "": "must not be empty", " \t": "must not be empty"}},
		"if set":    {CheckIfSet, map[string]string{"x": "", "": "must not be empty; leave it out, or set it to null, to omit it"}},
		"region": {CheckRegion, map[string]string{
			"ap-guangzhou": "", "xx-new": "", "ap-chengdu-1": "", "Guangzhou": `must be a region; got "Guangzhou". Did you mean "ap-guangzhou"?`,
			"ap_shanghai": `must be a region; got "ap_shanghai". Did you mean "ap-shanghai"?`, "": `must be a region, like "ap-guangzhou"; got ""`,
		}},
		"address": {CheckIPOrCIDR, map[string]string{
			"10.1.1.12": "", "10.1.1.0/24": "", "10.1.1.12/32": "", "0.0.0.0/0": "",
			"10.0.0.1/8":  `must be a CIDR block that begins at its first address; got "10.0.0.1/8". Did you mean "10.0.0.0/8"?`,
			"example.com": `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "example.com"`,
			"::1":         `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "::1"`,
			"::/0":        `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "::/0"`,
			"10.0.0.0/33": `must be an IPv4 address, like "10.1.1.12", or a CIDR block, like "10.1.1.0/24"; got "10.0.0.0/33"`,
		}},
		"time": {CheckRFC3339, map[string]string{
			"2026-11-01T00:00:00+08:00": "", "0001-01-01T00:00:00Z": "",
			"2026-11-01": `must be a time in RFC 3339, like "2026-11-01T00:00:00+08:00"; got "2026-11-01"`,
		}},
		"duration": {CheckDuration, map[string]string{
			"90s": "", "1h30m": "", "soon": `must be a duration, like "90s" or "1h30m"; got "soon"`, "30": `must be a duration, like "90s" or "1h30m"; got "30"`,
			"0": `must be greater than zero; got "0"`, "0s": `must be greater than zero; got "0s"`, "-1m": `must be greater than zero; got "-1m"`,
		}},
		"whole number": {Between(1, 9), map[string]string{"1": "", "9": "", "0": "must be between 1 and 9; got 0", "10": "must be between 1 and 9; got 10", "1.5": "must be a whole number", "x": "must be a whole number"}},
		"least":        {AtLeast(1), map[string]string{"1": "", "9223372036854775807": "", "0": "must be at least 1; got 0"}},
		"argument": {Argument{}.Validate, map[string]string{
			" x\n": "", " ": "", "x\ny": "contains a line break. Copy the value again, as one line", "x\r\ny": "contains a line break. Copy the value again, as one line",
			"x y": "contains a space or tab. Copy the value again, without it", "x\x00y": "contains a control character. Copy the value again, without it",
			"x\x7fy": "contains a control character. Copy the value again, without it", "ü": "contains a character that is not ASCII. Copy the value again, without it",
		}},
		"one of three": {OneOf("NoLimit", "LimitOnlyIntranet", "Customize"), map[string]string{
			"Customize": "", "nolimit": `must be NoLimit, LimitOnlyIntranet, or Customize; got "nolimit". Did you mean "NoLimit"?`,
			"bogus": `must be NoLimit, LimitOnlyIntranet, or Customize; got "bogus"`, "": `must be NoLimit, LimitOnlyIntranet, or Customize; got ""`,
		}},
		"one of two": {OneOf("In", "NotIn"), map[string]string{"NotIn": "", "not_in": `must be In or NotIn; got "not_in". Did you mean "NotIn"?`}},
		"synonyms": {Synonyms{"intranet": "internal"}.OneOf("internet", "internal"), map[string]string{
			"internal": "", "Intranet": `must be internet or internal; got "Intranet". Did you mean "internal"?`,
			"intrenet": `must be internet or internal; got "intrenet". Did you mean "internet"?`,
		}},
		"one of one": {OneOf("In"), map[string]string{"In": "", "Out": `must be In; got "Out"`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for value, want := range tt.values {
				got := ""
				if err := tt.check(value); err != nil {
					got = err.Error()
				}
				if got != want {
					t.Errorf("%q: got\n%s\nwant\n%s", value, got, want)
				}
			}
		})
	}
}

// TestChecks_long: no error repeats a value of any length.
func TestChecks_long(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 500<<10)
	for name, check := range map[string]func(string) error{
		"region": CheckRegion, "duration": CheckDuration, "time": CheckRFC3339, "address": CheckIPOrCIDR, "instance": CheckInstanceID,
		"one of": OneOf("a", "b"),
	} {
		if err := check(long); err == nil || len(err.Error()) > 500 || !strings.Contains(err.Error(), "; got 512000 characters that begin with \"xxx") {
			t.Errorf("%s: %.600v", name, err)
		}
	}
}
