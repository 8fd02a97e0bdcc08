// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"slices"
	"strings"
)

// knownRegions are the regions of the official SDK and of the official
// Terraform provider. Tencent Cloud opens new ones, so an unknown name may
// still be right.
var knownRegions = []string{
	"ap-bangkok", "ap-beijing", "ap-beijing-fsi", "ap-changsha-ec", "ap-chengdu", "ap-chongqing",
	"ap-fuzhou-ec", "ap-guangzhou", "ap-guangzhou-open", "ap-hangzhou-ec", "ap-hefei-ec", "ap-hongkong",
	"ap-jakarta", "ap-jinan-ec", "ap-mumbai", "ap-nanjing", "ap-qingyuan", "ap-seoul", "ap-shanghai",
	"ap-shanghai-fsi", "ap-shenyang-ec", "ap-shenzhen", "ap-shenzhen-fsi", "ap-shijiazhuang-ec",
	"ap-singapore", "ap-taipei", "ap-tianjin", "ap-tokyo", "ap-wuhan-ec", "ap-xian-ec", "ap-zhengzhou-ec",
	"eu-frankfurt", "eu-moscow", "na-ashburn", "na-siliconvalley", "na-toronto", "sa-saopaulo",
}

// IsKnownRegion tells whether the region is among those known when this
// release was made.
func IsKnownRegion(region string) bool {
	_, found := slices.BinarySearch(knownRegions, region)
	return found
}

// IsRegionForm tells whether region could be the name of one: an area, a
// hyphen and a place, in lower-case letters, digits and hyphens ("ap-guangzhou").
func IsRegionForm(region string) bool {
	area, place, found := strings.Cut(region, "-")
	return found && len(area) == 2 && place != "" &&
		strings.Trim(area, "abcdefghijklmnopqrstuvwxyz") == "" &&
		strings.Trim(place, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
