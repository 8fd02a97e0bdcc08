// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"net/netip"
	"slices"
	"time"
)

// backupURLResponse is "Response" of DescribeBackupUrl but for its RequestId. The
// order is that of the document's example; nil is null on the wire.
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
func (s *Server) describeBackupURL(c call) (any, *apiError) {
	instanceID, backupID, fail := backupURLParameters(c.params)
	if fail != nil {
		return nil, fail
	}
	instance, ok := s.data.instance(instanceID, c.region)
	if !ok {
		return nil, failure("ResourceNotFound.InstanceNotExists")
	}
	backup, ok := instance.backup(backupID)
	if !ok {
		return nil, failure("InvalidParameterValue.BackupNotExists")
	}
	if status := backup.statusAt(c.now); status != BackupNormal && status != BackupExported {
		return nil, failure("ResourceUnavailable.BackupStatusInvalid")
	}
	if instance.Architecture != Cluster {
		return nil, failure("UnsupportedOperation.OnlyClusterInstanceCanExportBackup")
	}
	return backupURLs(backup, c.origin, c.now), nil
}

// backupURLParameters validates the parameters and returns the two that matter
// here; the restrictions on who may download are not enforced.
func backupURLParameters(p parameters) (instanceID, backupID string, fail *apiError) {
	if fail = p.onlyKnown("", "InstanceId", "BackupId", "LimitType", "VpcComparisonSymbol",
		"IpComparisonSymbol", "LimitVpc", "LimitIp"); fail != nil {
		return "", "", fail
	}
	if instanceID, fail = p.requiredText("", "InstanceId"); fail != nil {
		return "", "", fail
	}
	if backupID, fail = p.requiredText("", "BackupId"); fail != nil {
		return "", "", fail
	}
	return instanceID, backupID, checkLimits(p)
}

// checkLimits validates the five parameters that restrict downloads.
func checkLimits(p parameters) *apiError {
	limitType, fail := p.oneOf("LimitType", "NoLimit", "LimitOnlyIntranet", "Customize")
	if fail != nil {
		return fail
	}
	if _, fail := p.oneOf("VpcComparisonSymbol", "In"); fail != nil {
		return fail
	}
	if _, fail := p.oneOf("IpComparisonSymbol", "In", "NotIn"); fail != nil {
		return fail
	}
	vpcs, fail := checkLimitVpc(p)
	if fail != nil {
		return fail
	}
	ips, fail := checkLimitIP(p)
	if fail != nil {
		return fail
	}
	if limitType == "Customize" && vpcs+ips == 0 {
		return invalidBusiness("`LimitVpc` or `LimitIp` is required when `LimitType` is `Customize`.")
	}
	return nil
}

// checkLimitVpc validates the items of LimitVpc, whose two members are required
// (the API's type BackupLimitVpcItem), and counts them.
func checkLimitVpc(p parameters) (int, *apiError) {
	items, fail := p.objects("", "LimitVpc")
	if fail != nil {
		return 0, fail
	}
	for i, item := range items {
		prefix := fmt.Sprintf("LimitVpc.%d.", i)
		if fail := item.onlyKnown(prefix, "Region", "VpcList"); fail != nil {
			return 0, fail
		}
		if _, fail := item.requiredText(prefix, "Region"); fail != nil {
			return 0, fail
		}
		if _, ok := item["VpcList"]; !ok {
			return 0, missingParameter(prefix + "VpcList")
		}
		vpcs, fail := item.texts(prefix, "VpcList")
		if fail != nil {
			return 0, fail
		}
		if len(vpcs) == 0 || slices.Contains(vpcs, "") {
			return 0, invalidBusiness("The parameter `%sVpcList` must name VPCs.", prefix)
		}
	}
	return len(items), nil
}

// checkLimitIP validates the items of LimitIp, IPv4 addresses or CIDR blocks, and
// counts them.
func checkLimitIP(p parameters) (int, *apiError) {
	items, fail := p.texts("", "LimitIp")
	if fail != nil {
		return 0, fail
	}
	for i, item := range items {
		address, err := netip.ParseAddr(item)
		if err != nil {
			block, _ := netip.ParsePrefix(item)
			address = block.Addr()
		}
		if !address.Is4() {
			return 0, invalidBusiness("The parameter `%s` has the value `%s`, it should be an IPv4 address or a CIDR block.",
				fmt.Sprintf("LimitIp.%d", i), item)
		}
	}
	return len(items), nil
}

// backupURLs builds the answer for a backup.
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
	switch b.Shape {
	case ShapeInfosOnly:
		r.Filenames, r.DownloadURL, r.InnerDownloadURL = nil, nil, nil
	case ShapeListsOnly:
		r.BackupInfos = nil
	case ShapeListsUneven:
		r.BackupInfos, r.InnerDownloadURL = nil, nil
		r.DownloadURL = r.DownloadURL[:max(0, len(r.DownloadURL)-1)]
	case ShapeFull:
	}
	return r
}
