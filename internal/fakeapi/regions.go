// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// regions are the regions that the service accepts: the 22 of the official Go SDK
// (common/regions, v1.3.210), and others of the official Terraform provider and the
// documentation.
var regions = []string{
	"ap-bangkok", "ap-beijing", "ap-chengdu", "ap-chongqing", "ap-guangzhou", "ap-guangzhou-open", "ap-hongkong",
	"ap-jakarta", "ap-mumbai", "ap-nanjing", "ap-seoul", "ap-shanghai", "ap-shanghai-fsi", "ap-shenzhen-fsi",
	"ap-singapore", "ap-tokyo", "eu-frankfurt", "eu-moscow", "na-ashburn", "na-siliconvalley", "na-toronto",
	"sa-saopaulo",

	"ap-beijing-fsi", "ap-qingyuan", "ap-shenzhen", "ap-taipei", "ap-tianjin",
	"ap-changsha-ec", "ap-fuzhou-ec", "ap-hangzhou-ec", "ap-hefei-ec", "ap-jinan-ec", "ap-shenyang-ec",
	"ap-shijiazhuang-ec", "ap-wuhan-ec", "ap-xian-ec", "ap-xibei-ec", "ap-zhengzhou-ec",
}
