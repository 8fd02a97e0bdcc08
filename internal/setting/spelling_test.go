// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import "testing"

func TestNearest(t *testing.T) {
	t.Parallel()
	regions := []string{"ap-chengdu", "ap-chongqing", "ap-guangzhou", "ap-shanghai", "ap-shenzhen"}
	for name, tt := range map[string]struct {
		word       string
		candidates []string
		want       string
	}{
		"one letter missing":  {"ap-guanzhou", regions, "ap-guangzhou"},
		"one letter more":     {"ap-chenngdu", regions, "ap-chengdu"},
		"another letter":      {"ap-shanghei", regions, "ap-shanghai"},
		"neighbors swapped":   {"ap-sehnzhen", regions, "ap-shenzhen"},
		"case":                {"nolimit", []string{"NoLimit", "Customize"}, "NoLimit"},
		"a hyphen missing":    {"apchengdu", regions, "ap-chengdu"},
		"right already":       {"ap-chengdu", regions, "ap-chengdu"},
		"something else":      {"eu-frankfurt", regions, ""},
		"short words differ":  {"9", []string{"0", "1"}, ""},
		"empty":               {"", []string{"In", "NotIn"}, ""},
		"not only ASCII":      {"ap-chéngdu", regions, "ap-chengdu"},
		"longer than any":     {"ap-chengdu-and-more-than-that", regions, ""},
		"nothing to suggest":  {"ap-chengdu", nil, ""},
		"both are two away":   {"ab", []string{"cd"}, ""},
		"two letters, 1 typo": {"im", []string{"In", "NotIn"}, "In"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := nearest(tt.word, tt.candidates)
			if got != tt.want || found != (tt.want != "") {
				t.Errorf("nearest(%q) = %q, %t, want %q", tt.word, got, found, tt.want)
			}
		})
	}
}
