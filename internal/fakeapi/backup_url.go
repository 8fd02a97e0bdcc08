// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/netip"
	"slices"
	"time"
)

// backupURLResponse is the "Response" of DescribeBackupUrl without its RequestId, in
// the order of the document's example.
type backupURLResponse struct {
	Filenames        []*string
	DownloadURL      []*string `json:"DownloadUrl"`
	InnerDownloadURL []*string `json:"InnerDownloadUrl"`
	BackupInfos      []backupDownloadInfo
}

// backupDownloadInfo is the API's type BackupDownloadInfo.
type backupDownloadInfo struct {
	FileName         *string
	FileSize         *int64
	DownloadURL      *string `json:"DownloadUrl"`
	InnerDownloadURL *string `json:"InnerDownloadUrl"`
}

// describeBackupURL is the action DescribeBackupUrl.
func (s *redis) describeBackupURL(c call) (any, *apiError) {
	p := c.params
	p.only("InstanceId", "BackupId", "LimitType", "VpcComparisonSymbol", "IpComparisonSymbol", "LimitVpc", "LimitIp")
	instanceID, backupID := p.required("InstanceId"), p.required("BackupId")
	checkLimits(p)
	if fail := p.failed(); fail != nil {
		return nil, fail
	}
	instance, ok := s.data.instance(instanceID, c.region)
	if !ok {
		return nil, failure("ResourceNotFound.InstanceNotExists")
	}
	backup, ok := instance.backup(backupID)
	if !ok || c.now.Before(backup.since) {
		return nil, failure("InvalidParameterValue.BackupNotExists")
	}
	if instance.Architecture != Cluster {
		return nil, failure("UnsupportedOperation.OnlyClusterInstanceCanExportBackup")
	}
	if status := backup.statusAt(c.now); status != BackupNormal && status != BackupExported {
		return nil, failure("ResourceUnavailable.BackupStatusInvalid")
	}
	return backupURLs(backup, c.origin, c.now), nil
}

// checkLimits validates the five parameters that restrict downloads.
func checkLimits(p parameters) {
	limitType := p.oneOf("LimitType", "NoLimit", "LimitOnlyIntranet", "Customize")
	p.oneOf("VpcComparisonSymbol", "In")
	p.oneOf("IpComparisonSymbol", "In", "NotIn")
	vpcs := p.objects("LimitVpc")
	for _, vpc := range vpcs { // the API's type BackupLimitVpcItem requires both members
		vpc.only("Region", "VpcList")
		vpc.required("Region")
		if _, given := vpc.members["VpcList"]; !given {
			p.refuse(missingParameter(vpc.prefix + "VpcList"))
		}
		if ids := list[string](vpc, "VpcList", "String"); len(ids) == 0 || slices.Contains(ids, "") {
			p.refuse(invalidBusiness("The parameter `%sVpcList` must name VPCs.", vpc.prefix))
		}
	}
	ips := list[string](p, "LimitIp", "String")
	for i, ip := range ips {
		address, err := netip.ParseAddr(ip)
		if err != nil {
			block, _ := netip.ParsePrefix(ip)
			address = block.Addr()
		}
		if !address.Is4() {
			p.refuse(invalidBusiness("The parameter `LimitIp.%d` has the value `%s`, it should be an IPv4 address or a CIDR block.", i, ip))
		}
	}
	if limitType == "Customize" && len(vpcs)+len(ips) == 0 {
		p.refuse(invalidBusiness("`LimitVpc` or `LimitIp` is required when `LimitType` is `Customize`."))
	}
}

// backupURLs returns the response for a backup.
func backupURLs(b Backup, o origin, now time.Time) backupURLResponse {
	if b.Files == nil {
		return backupURLResponse{}
	}
	r := backupURLResponse{[]*string{}, []*string{}, []*string{}, []backupDownloadInfo{}}
	for i, file := range b.Files {
		info := backupDownloadInfo{FileName: file.Name, FileSize: file.Size}
		signed := signedQuery(file.Key, signTime(now, i, len(b.Files)))
		if !file.NoURL {
			info.DownloadURL = new(o.url(file.Key, signed))
		}
		if !file.NoInnerURL {
			info.InnerDownloadURL = new(o.inner().url(file.Key, signed))
		}
		r.Filenames = append(r.Filenames, info.FileName)
		r.DownloadURL = append(r.DownloadURL, info.DownloadURL)
		r.InnerDownloadURL = append(r.InnerDownloadURL, info.InnerDownloadURL)
		r.BackupInfos = append(r.BackupInfos, info)
	}
	return r
}
