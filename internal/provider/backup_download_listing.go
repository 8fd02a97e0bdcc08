// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/text/unicode/norm"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// listing holds the files of a backup as the API lists them.
type listing struct {
	input    *backupDownloadInput
	data     *providerData
	request  redisapi.BackupURLRequest
	response *redisapi.BackupURLResponse
	files    []download.File // sorted by name

	mu   sync.Mutex
	urls map[string]string // by name, without those that were used
}

// newListing returns a listing that is still to be read.
func (m *backupDownloadInput) newListing(ctx context.Context, data *providerData) (*listing, diag.Diagnostics) {
	region, diags := data.regionFor(m.Region)
	if diags.HasError() {
		return nil, diags
	}
	request, diags := m.request(ctx, region)
	return &listing{input: m, data: data, request: request}, diags
}

// read requests the files and checks the response. The API may list them in another
// order each time.
func (l *listing) read(ctx context.Context, wait bool) error {
	response, err := readBackupURL(ctx, l.data, l.request, wait)
	if err != nil {
		return err
	}
	files, urls, err := l.check(response)
	if err != nil {
		return err
	}
	if l.files != nil && !slices.EqualFunc(l.files, files, func(a, b download.File) bool { return a.Name == b.Name }) {
		return &advice.ListingError{Problem: advice.OtherFiles, RequestID: response.RequestID}
	}
	l.response, l.files, l.urls = response, files, urls
	return download.CheckNames(l.request.BackupID, files)
}

// check returns the files in a response and their URLs. Names are in NFC, as
// Terraform stores them.
func (l *listing) check(response *redisapi.BackupURLResponse) (files []download.File, urls map[string]string, err error) {
	problem := func(p advice.ListingProblem, file string) error {
		return &advice.ListingError{Problem: p, File: file, RequestID: response.RequestID}
	}
	if len(response.BackupInfos) == 0 {
		return nil, nil, problem(advice.NoFiles, "")
	}
	internal := l.input.Network.ValueString() == networkInternal
	urls = map[string]string{}
	for _, info := range response.BackupInfos {
		if info.FileName == nil {
			return nil, nil, problem(advice.NoFileName, "")
		}
		f := download.File{Name: norm.NFC.String(*info.FileName)}
		if info.FileSize != nil {
			f.Size = max(*info.FileSize, 0)
		}
		u, missing := info.DownloadURL, advice.NoInternetURL
		if internal {
			u, missing = info.InnerDownloadURL, advice.NoInternalURL
		}
		if u == nil || *u == "" {
			return nil, nil, problem(missing, f.Name)
		}
		files, urls[f.Name] = append(files, f), *u
	}
	slices.SortFunc(files, func(a, b download.File) int { return download.CompareNames(a.Name, b.Name) })
	return files, urls, nil
}

// url returns a URL for a file, and another one each time.
func (l *listing) url(ctx context.Context, name string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.urls[name] == "" {
		if err := l.read(ctx, l.input.WaitForAvailable.ValueBool()); err != nil {
			return "", err
		}
	}
	u := l.urls[name]
	delete(l.urls, name)
	return u, nil
}

// fingerprint returns the same fingerprint as the data source.
func (l *listing) fingerprint() string {
	m := backupURLModel{backupURLInput: l.input.backupURLInput}
	m.fill(l.request, l.response)
	return m.Fingerprint.ValueString()
}
