// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"

	"github.com/go-json-experiment/json"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// LimitType says from which networks a backup can be downloaded.
type LimitType string

// The values of [LimitType] in the API's document.
const (
	NoLimit           LimitType = "NoLimit"           // from everywhere
	LimitOnlyIntranet LimitType = "LimitOnlyIntranet" // from Tencent Cloud's internal addresses
	Customize         LimitType = "Customize"         // as LimitVPC and LimitIP say
)

// Comparison says whether the networks named in a limit may download, or all
// the others.
type Comparison string

// The values of [Comparison] in the API's document; VPCs know only In.
const (
	In    Comparison = "In"
	NotIn Comparison = "NotIn"
)

// BackupURLRequest is the input of DescribeBackupUrl. InstanceID, BackupID and
// Region are required. What is empty is not sent, and without a LimitType the
// account's own download restriction for the region applies.
type BackupURLRequest struct {
	Region string `json:"-"` // X-TC-Region

	InstanceID          string     `json:"InstanceId"`
	BackupID            string     `json:"BackupId"`
	LimitType           LimitType  `json:"LimitType,omitempty"`
	VPCComparisonSymbol Comparison `json:"VpcComparisonSymbol,omitempty"` // In
	IPComparisonSymbol  Comparison `json:"IpComparisonSymbol,omitempty"`  // In (the API's default) or NotIn
	LimitVPC            []LimitVPC `json:"LimitVpc,omitempty"`
	LimitIP             []string   `json:"LimitIp,omitempty"` // IPv4 addresses or CIDR blocks
}

// LimitVPC names VPCs of one region (BackupLimitVpcItem in the API's document).
type LimitVPC struct {
	Region  string   `json:"Region"`
	VPCList []string `json:"VpcList"`
}

// BackupURLResponse is the output of DescribeBackupUrl. A nil is the API's
// null. Every URL is its own authorization: anyone who has it can download the
// data, for six hours.
type BackupURLResponse struct {
	tencentapi.ResponseHead

	BackupInfos      []BackupInfo
	DownloadURL      []*string `json:"DownloadUrl"`      // being retired by the API
	InnerDownloadURL []*string `json:"InnerDownloadUrl"` // being retired by the API
	Filenames        []*string // being retired by the API
}

// BackupInfo is one file of a backup, one for each shard of a cluster
// (BackupDownloadInfo in the API's document).
type BackupInfo struct {
	FileName         *string
	FileSize         *int64  // bytes; 0 if the API does not know
	DownloadURL      *string `json:"DownloadUrl"`      // on the internet
	InnerDownloadURL *string `json:"InnerDownloadUrl"` // inside Tencent Cloud
}

// BackupURL calls DescribeBackupUrl, which signs download URLs for the files of
// a backup. It changes nothing. Identical requests at the same time share one
// response, which the caller must not change. Its errors are those of
// [tencentapi.Call]; the document's own codes are in errors.go.
//
// Source: https://cloud.tencent.com/document/api/239/34443
func (c *Client) BackupURL(ctx context.Context, r BackupURLRequest) (*BackupURLResponse, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return c.urls.Do(ctx, r.Region+"\n"+string(body), func(ctx context.Context) (*BackupURLResponse, error) {
		return tencentapi.Call[BackupURLResponse](ctx, c.api, "DescribeBackupUrl", r.Region, r)
	})
}
