// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import "testing"

func TestRegionOfZone(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"ap-chengdu-1": "ap-chengdu", "ap-shanghai-fsi-12": "ap-shanghai-fsi",
		"ap-chengdu": "", "ap-chengdu-": "", "ap-chengdu-one": "", "ap-nowhere-1": "", "ap-shanghai-fsi": "", "1": "", "": "",
	} {
		if got, found := RegionOfZone(zone); got != want || found != (want != "") {
			t.Errorf("RegionOfZone(%q) = %q, %t, want %q", zone, got, found, want)
		}
	}
}

func TestClosestRegion(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ap-guanzhou": "ap-guangzhou", "ap-sanghai": "ap-shanghai", "na-silicon-valley": "na-siliconvalley", "eu-frankfort": "eu-frankfurt",
		"Guangzhou": "ap-guangzhou", "AP-Guangzhou": "ap-guangzhou", "shanghai": "ap-shanghai",
		"ap-guangzhou": "", "ap-osaka": "", "us-east-1": "",
	} {
		if got, found := ClosestRegion(name); got != want || found != (want != "") {
			t.Errorf("ClosestRegion(%q) = %q, %t, want %q", name, got, found, want)
		}
	}
}

func TestCheckRegion(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]bool{
		"ap-guangzhou": true, "ap-shanghai-fsi": true, "xx-anywhere": true, "ap-chengdu-1": true, " ap-guangzhou\n": true,
		"": false, "ap": false, "ap-": false, "apx-guangzhou": false, "AP-guangzhou": false, "ap-Guangzhou": false, "ap guangzhou": false,
	} {
		if err := CheckRegion(region); (err == nil) != want {
			t.Errorf("the error for %q is %v", region, err)
		}
	}
}
