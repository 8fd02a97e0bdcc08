// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"fmt"
	"slices"
	"strings"
)

const (
	lowerCase = "abcdefghijklmnopqrstuvwxyz"
	digits    = "0123456789"
)

// knownRegions are the regions in the official SDK and the official Terraform
// provider. They are for suggestions only, since Tencent Cloud adds new ones.
var knownRegions = []string{
	"ap-bangkok", "ap-beijing", "ap-beijing-fsi", "ap-changsha-ec", "ap-chengdu", "ap-chongqing",
	"ap-fuzhou-ec", "ap-guangzhou", "ap-guangzhou-open", "ap-hangzhou-ec", "ap-hefei-ec", "ap-hongkong",
	"ap-jakarta", "ap-jinan-ec", "ap-mumbai", "ap-nanjing", "ap-qingyuan", "ap-seoul", "ap-shanghai",
	"ap-shanghai-fsi", "ap-shenyang-ec", "ap-shenzhen", "ap-shenzhen-fsi", "ap-shijiazhuang-ec",
	"ap-singapore", "ap-taipei", "ap-tianjin", "ap-tokyo", "ap-wuhan-ec", "ap-xian-ec", "ap-zhengzhou-ec",
	"eu-frankfurt", "eu-moscow", "na-ashburn", "na-siliconvalley", "na-toronto", "sa-saopaulo",
}

// RegionOfZone returns the region of an availability zone, for example
// "ap-chengdu" for "ap-chengdu-1". It reports false if zone is not a zone in a known
// region.
func RegionOfZone(zone string) (string, bool) {
	i := strings.LastIndexByte(zone, '-')
	if i < 0 || zone[i+1:] == "" || strings.Trim(zone[i+1:], digits) != "" || !slices.Contains(knownRegions, zone[:i]) {
		return "", false
	}
	return zone[:i], true
}

// ClosestRegion returns the known region whose name, or place ("Guangzhou"), is
// closest to name. It reports false if name is a known region, or if none is
// close.
func ClosestRegion(name string) (string, bool) {
	if slices.Contains(knownRegions, name) {
		return "", false
	}
	if closest, ok := nearest(name, knownRegions); ok {
		return closest, true
	}
	return nearest("ap-"+name, knownRegions)
}

// CheckRegion returns an error unless region, with or without white space around it,
// has the form of a region: an area, a hyphen, and a place, in lower-case letters,
// digits, and hyphens.
func CheckRegion(region string) error {
	area, place, found := strings.Cut(strings.TrimSpace(region), "-")
	if len(region) <= 100 && found && len(area) == 2 && place != "" && strings.Trim(area, lowerCase) == "" && strings.Trim(place, lowerCase+digits+"-") == "" {
		return nil
	}
	if closest, ok := ClosestRegion(region); ok {
		return fmt.Errorf("must be a region%s. Did you mean %q?", Got(region), closest)
	}
	return fmt.Errorf(`must be a region, like "ap-guangzhou"%s`, Got(region))
}
