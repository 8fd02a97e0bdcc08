// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/backupurl"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// backupURLInput is backupURLArguments as a struct.
type backupURLInput struct {
	InstanceID          types.String `tfsdk:"instance_id"`
	BackupID            types.String `tfsdk:"backup_id"`
	Region              types.String `tfsdk:"region"`
	LimitType           types.String `tfsdk:"limit_type"`
	VPCComparisonSymbol types.String `tfsdk:"vpc_comparison_symbol"`
	IPComparisonSymbol  types.String `tfsdk:"ip_comparison_symbol"`
	LimitVPC            types.List   `tfsdk:"limit_vpc"`
	LimitIP             types.List   `tfsdk:"limit_ip"`
	WaitForAvailable    types.Bool   `tfsdk:"wait_for_available"`
}

// backupURLModel is backupURLAttributes as a struct.
type backupURLModel struct {
	backupURLInput

	Timeouts types.Object `tfsdk:"timeouts"`

	BackupInfos      []backupInfoModel `tfsdk:"backup_infos"`
	DownloadURL      []types.String    `tfsdk:"download_url"`
	InnerDownloadURL []types.String    `tfsdk:"inner_download_url"`
	Filenames        []types.String    `tfsdk:"filenames"`
	RequestID        types.String      `tfsdk:"request_id"`
	ExpiresAt        types.String      `tfsdk:"expires_at"`
	Fingerprint      types.String      `tfsdk:"fingerprint"`
}

type limitVPCModel struct {
	Region  types.String `tfsdk:"region"`
	VPCList types.List   `tfsdk:"vpc_list"`
}

type backupInfoModel struct {
	FileName         types.String `tfsdk:"file_name"`
	FileSize         types.Int64  `tfsdk:"file_size"`
	DownloadURL      types.String `tfsdk:"download_url"`
	InnerDownloadURL types.String `tfsdk:"inner_download_url"`
}

// read requests the URLs of the backup in m and fills in the outputs.
func (m *backupURLModel) read(ctx context.Context, data *providerData) diag.Diagnostics {
	region, diags := data.regionFor(m.Region)
	if diags.HasError() {
		return diags
	}
	request, requestDiags := m.request(ctx, region)
	diags.Append(requestDiags...)
	ctx, cancel, timeoutDiags := data.limit(ctx, m.Timeouts, "read", readTimeout)
	defer cancel()
	diags.Append(timeoutDiags...)
	if diags.HasError() {
		return diags
	}
	response, err := readBackupURL(ctx, data, request, m.WaitForAvailable.ValueBool())
	if err != nil {
		diags.Append(backupURLError(err, request))
		return diags
	}
	m.fill(request, response)
	if len(m.BackupInfos) == 0 {
		diags.Append(noFilesWarning(request, response.RequestID, len(m.DownloadURL) > 0 || len(m.InnerDownloadURL) > 0))
	}
	return diags
}

// request leaves out what is unset, so that the account's own download
// restriction applies.
func (m *backupURLInput) request(ctx context.Context, region string) (redisapi.BackupURLRequest, diag.Diagnostics) {
	r := redisapi.BackupURLRequest{
		Region:              region,
		InstanceID:          m.InstanceID.ValueString(),
		BackupID:            m.BackupID.ValueString(),
		LimitType:           redisapi.LimitType(m.LimitType.ValueString()),
		VPCComparisonSymbol: redisapi.Comparison(m.VPCComparisonSymbol.ValueString()),
		IPComparisonSymbol:  redisapi.Comparison(m.IPComparisonSymbol.ValueString()),
	}
	var diags diag.Diagnostics
	diags.Append(m.LimitIP.ElementsAs(ctx, &r.LimitIP, false)...)
	var limits []limitVPCModel
	diags.Append(m.LimitVPC.ElementsAs(ctx, &limits, false)...)
	for _, limit := range limits {
		item := redisapi.LimitVPC{Region: strings.TrimSpace(limit.Region.ValueString())}
		diags.Append(limit.VPCList.ElementsAs(ctx, &item.VPCList, false)...)
		r.LimitVPC = append(r.LimitVPC, item)
	}
	return r, diags
}

// fill sets the outputs to what the API returned. Null fields stay null, but
// lists become empty, so that expressions can iterate over them.
func (m *backupURLModel) fill(request redisapi.BackupURLRequest, response *redisapi.BackupURLResponse) {
	m.Region = types.StringValue(request.Region)
	m.RequestID = types.StringValue(response.RequestID)
	m.DownloadURL = stringValues(response.DownloadURL)
	m.InnerDownloadURL = stringValues(response.InnerDownloadURL)
	m.Filenames = stringValues(response.Filenames)

	m.BackupInfos = nil
	if response.BackupInfos != nil {
		m.BackupInfos = make([]backupInfoModel, len(response.BackupInfos))
	}
	for i, info := range response.BackupInfos {
		m.BackupInfos[i] = backupInfoModel{
			FileName:         types.StringPointerValue(info.FileName),
			FileSize:         types.Int64PointerValue(info.FileSize),
			DownloadURL:      types.StringPointerValue(info.DownloadURL),
			InnerDownloadURL: types.StringPointerValue(info.InnerDownloadURL),
		}
	}
	m.Fingerprint = types.StringValue(m.fingerprint()) // of a list that may still be null
	if m.BackupInfos == nil {
		m.BackupInfos = []backupInfoModel{}
	}
	m.ExpiresAt = types.StringNull()
	if at, ok := m.firstExpiry(); ok {
		m.ExpiresAt = types.StringValue(at.Format(time.RFC3339))
	}
}

// fingerprint returns a digest of what does not change between two reads of a
// backup: its IDs, and its files' names and sizes. It is the SHA-256 of a JSON
// array, in which different values never have the same text. Filenames are used
// only if the API returned no BackupInfos at all.
func (m *backupURLModel) fingerprint() string {
	stable := []any{m.InstanceID.ValueString(), m.BackupID.ValueString()}
	infos := slices.SortedFunc(slices.Values(m.BackupInfos), func(a, b backupInfoModel) int { // the API may list them in another order
		return cmp.Or(cmp.Compare(a.FileName.ValueString(), b.FileName.ValueString()), cmp.Compare(a.FileSize.ValueInt64(), b.FileSize.ValueInt64()))
	})
	for _, info := range infos {
		stable = append(stable, info.FileName.ValueStringPointer(), info.FileSize.ValueInt64Pointer())
	}
	if m.BackupInfos == nil {
		names := slices.SortedFunc(slices.Values(m.Filenames), func(a, b types.String) int { return cmp.Compare(a.ValueString(), b.ValueString()) })
		for _, name := range names {
			stable = append(stable, name.ValueStringPointer())
		}
	}
	text, _ := json.Marshal(stable) // strings, numbers and nulls always encode
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}

func (m *backupURLModel) firstExpiry() (first time.Time, found bool) {
	urls := append(append([]types.String(nil), m.DownloadURL...), m.InnerDownloadURL...)
	for _, info := range m.BackupInfos {
		urls = append(urls, info.DownloadURL, info.InnerDownloadURL)
	}
	for _, u := range urls {
		if _, until, ok := backupurl.Validity(u.ValueString()); ok && (!found || until.Before(first)) {
			first, found = until, true
		}
	}
	return first, found
}

func stringValues(pointers []*string) []types.String {
	values := make([]types.String, len(pointers))
	for i, p := range pointers {
		values[i] = types.StringPointerValue(p)
	}
	return values
}
