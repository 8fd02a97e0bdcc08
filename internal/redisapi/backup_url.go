// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"sync/atomic"

	"github.com/go-json-experiment/json"
	"golang.org/x/sync/singleflight"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// LimitType selects the networks from which a backup can be downloaded.
type LimitType string

// The values of [LimitType] in the API's document.
const (
	NoLimit           LimitType = "NoLimit"           // all
	LimitOnlyIntranet LimitType = "LimitOnlyIntranet" // Tencent Cloud's internal addresses
	Customize         LimitType = "Customize"         // those in LimitVPC and LimitIP
)

// Comparison selects either the networks in a limit or all others.
type Comparison string

// The values of [Comparison] in the API's document. NotIn is for IP addresses only.
const (
	In    Comparison = "In"
	NotIn Comparison = "NotIn"
)

// BackupURLRequest is the input of DescribeBackupUrl. InstanceID, BackupID, and
// Region are required. Empty fields are not sent. Without a LimitType, the
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

// LimitVPC is a list of VPCs in a region (BackupLimitVpcItem in the API's document).
type LimitVPC struct {
	Region  string   `json:"Region"`
	VPCList []string `json:"VpcList"`
}

// BackupURLResponse is the output of DescribeBackupUrl, in which nil is null.
// Anyone who has one of the URLs can download the data for six hours.
type BackupURLResponse struct {
	tencentapi.ResponseHead

	BackupInfos      []BackupInfo
	DownloadURL      []*string `json:"DownloadUrl"`      // being retired by the API
	InnerDownloadURL []*string `json:"InnerDownloadUrl"` // being retired by the API
	Filenames        []*string // being retired by the API
}

// BackupInfo is a file of a backup (BackupDownloadInfo in the API's document). A
// cluster has one for each shard.
type BackupInfo struct {
	FileName         *string
	FileSize         *int64                      // bytes; 0 if the API does not know
	DownloadURL      tencentapi.Required[string] `json:"DownloadUrl"`      // on the internet
	InnerDownloadURL tencentapi.Required[string] `json:"InnerDownloadUrl"` // inside Tencent Cloud
}

// BackupURL calls DescribeBackupUrl, which signs download URLs for the files of a
// backup. Identical concurrent calls share one response, which callers must not
// change. Its errors are those of [tencentapi.Call].
//
// Source: https://cloud.tencent.com/document/api/239/34443
func (c *Client) BackupURL(ctx context.Context, r BackupURLRequest) (*BackupURLResponse, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	for ctx.Err() == nil {
		var leads atomic.Bool
		run := c.urls.DoChan(r.Region+"\n"+string(body), func() (any, error) {
			leads.Store(true)
			response, err := tencentapi.Call[BackupURLResponse](ctx, c.api, "DescribeBackupUrl", r.Region, r)
			return sharedURL{response, err != nil && ctx.Err() != nil}, err
		})
		var result singleflight.Result
		select {
		case result = <-run:
		case <-ctx.Done():
			if !leads.Load() {
				return nil, context.Cause(ctx)
			}
			result = <-run // ends at once, with the last error of the call
		}
		if shared, _ := result.Val.(sharedURL); leads.Load() || !shared.interrupted {
			return shared.response, result.Err
		}
	}
	return nil, context.Cause(ctx)
}

// sharedURL is the result of a call that others may share, unless the context of the
// caller that made it ended it.
type sharedURL struct {
	response    *BackupURLResponse
	interrupted bool
}
