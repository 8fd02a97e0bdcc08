// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// noTimeouts is a null timeouts argument.
var noTimeouts = types.ObjectNull(map[string]attr.Type{"read": types.StringType})

func documentModel() backupURLModel {
	return backupURLModel{
		backupURLInput: backupURLInput{
			InstanceID: types.StringValue(fakeapi.DocumentInstanceID),
			BackupID:   types.StringValue(fakeapi.DocumentBackupID),
			LimitVPC:   types.ListNull(types.ObjectType{}),
			LimitIP:    types.ListNull(types.StringType),
		},
		Timeouts: noTimeouts,
	}
}

// TestRead_responses: the model of each response of the API.
func TestRead_responses(t *testing.T) {
	t.Parallel()
	const signed = "https://h/o?q-sign-time=1551952863%3B1551974523&q-signature=x"
	const signedLater = "https://h/o?sign=q-sign-time%3D1551952865%3B1551974525%26q-signature%3Dx"
	value, null := types.StringValue, types.StringNull()
	tests := map[string]struct {
		response string
		want     backupURLModel // outputs only
		warning  string
	}{
		"only a request ID": {
			`{"RequestId":"r"}`, backupURLModel{RequestID: value("r")}, "Redis Backup Without Files",
		},
		"nulls": {
			`{"BackupInfos":null,"Filenames":null,"DownloadUrl":null,"InnerDownloadUrl":null,"RequestId":"r"}`,
			backupURLModel{RequestID: value("r")},
			"Redis Backup Without Files",
		},
		"empty lists": {
			`{"BackupInfos":[],"Filenames":[],"DownloadUrl":[],"InnerDownloadUrl":[],"RequestId":"r"}`,
			backupURLModel{RequestID: value("r")},
			"Redis Backup Without Files",
		},
		"names alone are no files": {
			`{"Filenames":["a.rdb"],"RequestId":"r"}`,
			backupURLModel{RequestID: value("r"), Filenames: []types.String{value("a.rdb")}},
			"Redis Backup Without Files",
		},
		"nulls in lists": {
			`{"BackupInfos":[null,{},{"FileName":null,"FileSize":null,"DownloadUrl":null,"InnerDownloadUrl":null}],"DownloadUrl":[null],"RequestId":"r"}`,
			backupURLModel{
				RequestID: value("r"), DownloadURL: []types.String{null},
				BackupInfos: []backupInfoModel{{}, {}, {}},
			},
			"",
		},
		"lists of different lengths": {
			`{"BackupInfos":[{"FileName":"a.rdb","FileSize":1,"DownloadUrl":"` + signedLater + `"}],"Filenames":["a.rdb","b.rdb"],` +
				`"DownloadUrl":["u1","u2","u3"],"InnerDownloadUrl":[],"RequestId":"r"}`,
			backupURLModel{
				RequestID: value("r"), ExpiresAt: value("2019-03-07T16:02:05Z"),
				BackupInfos: []backupInfoModel{{FileName: value("a.rdb"), FileSize: types.Int64Value(1), DownloadURL: value(signedLater)}},
				Filenames:   []types.String{value("a.rdb"), value("b.rdb")},
				DownloadURL: []types.String{value("u1"), value("u2"), value("u3")},
			},
			"",
		},
		"only retired fields": {
			`{"DownloadUrl":["u1"],"InnerDownloadUrl":["u2"],"RequestId":"r"}`,
			backupURLModel{RequestID: value("r"), DownloadURL: []types.String{value("u1")}, InnerDownloadURL: []types.String{value("u2")}},
			"Redis Backup Only in Retired Fields",
		},
		"the earliest expiry": {
			`{"BackupInfos":[{"DownloadUrl":"` + signedLater + `","InnerDownloadUrl":"` + signed + `"}],"InnerDownloadUrl":["` + signedLater + `"],"RequestId":"r"}`,
			backupURLModel{
				RequestID: value("r"), ExpiresAt: value("2019-03-07T16:02:03Z"),
				BackupInfos:      []backupInfoModel{{DownloadURL: value(signedLater), InnerDownloadURL: value(signed)}},
				InnerDownloadURL: []types.String{value(signedLater)},
			},
			"",
		},
		"a URL without an expiry": {
			`{"BackupInfos":[{"DownloadUrl":"https://h/o?x=1"}],"RequestId":"r"}`,
			backupURLModel{RequestID: value("r"), BackupInfos: []backupInfoModel{{DownloadURL: value("https://h/o?x=1")}}},
			"",
		},
		"large sizes": {
			`{"BackupInfos":[{"FileSize":2147483648},{"FileSize":9007199254740993},{"FileSize":0}],"RequestId":"r"}`,
			backupURLModel{RequestID: value("r"), BackupInfos: []backupInfoModel{
				{FileSize: types.Int64Value(2147483648)}, {FileSize: types.Int64Value(9007199254740993)}, {FileSize: types.Int64Value(0)},
			}},
			"",
		},
		"unknown fields": {
			`{"BackupInfos":[{"FileName":"a.rdb","Md5":"x"}],"Encrypted":true,"RequestId":"r"}`,
			backupURLModel{RequestID: value("r"), BackupInfos: []backupInfoModel{{FileName: value("a.rdb")}}},
			"",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{})
			api.Next(fakeapi.Respond(tt.response))
			got := documentModel()
			diags := got.read(t.Context(), api.configured(t))

			want := documentModel()
			want.Region = value(fakeapi.DocumentRegion)
			want.BackupInfos, want.Filenames = orEmpty(tt.want.BackupInfos), orEmpty(tt.want.Filenames)
			want.DownloadURL, want.InnerDownloadURL = orEmpty(tt.want.DownloadURL), orEmpty(tt.want.InnerDownloadURL)
			want.Fingerprint = got.Fingerprint // see TestFingerprint
			want.RequestID, want.ExpiresAt = tt.want.RequestID, tt.want.ExpiresAt
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(backupURLModel{})); diff != "" {
				t.Errorf("model (-want +got):\n%s", diff)
			}
			switch {
			case tt.warning == "" && len(diags) == 0:
			case tt.warning != "" && len(diags) == 1 && diags[0].Severity() == diag.SeverityWarning && diags[0].Summary() == tt.warning:
			default:
				t.Errorf("diagnostics are %v, want the warning %q", diags, tt.warning)
			}
		})
	}
}

// orEmpty returns the list, never nil.
func orEmpty[T any](list []T) []T { return append([]T{}, list...) }

// TestFingerprint_read pins two fingerprints: a null list and an empty one differ.
func TestFingerprint_read(t *testing.T) {
	t.Parallel()
	for response, want := range map[string]string{
		`{"BackupInfos":null,"Filenames":["a.rdb"],"RequestId":"r"}`: "a637176a03d9e6c4d54712ce5e32cef73100d93158acfb1d795ce7a56a7dadb0",
		`{"BackupInfos":[],"Filenames":["a.rdb"],"RequestId":"r"}`:   "7d2c9227f631904630c04832f5da45342384a6763751a721da3a764889aac8d1",
	} {
		api := newFake(t, fakeapi.Options{})
		api.Next(fakeapi.Respond(response))
		m := documentModel()
		m.read(t.Context(), api.configured(t))
		if got := m.Fingerprint.ValueString(); got != want {
			t.Errorf("the fingerprint of %s is %s, want %s", response, got, want)
		}
	}
}

// TestFingerprint: it depends on the backup, and not on signatures.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	file := func(name, url string, size int64) backupInfoModel {
		return backupInfoModel{FileName: types.StringValue(name), FileSize: types.Int64Value(size), DownloadURL: types.StringValue(url)}
	}
	base := func() backupURLModel {
		m := documentModel()
		m.BackupInfos = []backupInfoModel{file("a.rdb", "u1", 1), file("b.rdb", "u2", 2)}
		return m
	}
	for name, tt := range map[string]struct {
		change func(*backupURLModel)
		same   bool
	}{
		"nothing": {func(*backupURLModel) {}, true},
		"URLs and request id": {func(m *backupURLModel) {
			m.BackupInfos[0].DownloadURL, m.RequestID = types.StringValue("u9"), types.StringValue("r")
		}, true},
		"retired lists":         {func(m *backupURLModel) { m.Filenames = []types.String{types.StringValue("a.rdb")} }, true},
		"restriction":           {func(m *backupURLModel) { m.LimitType = types.StringValue("NoLimit") }, true},
		"backup":                {func(m *backupURLModel) { m.BackupID = types.StringValue("2") }, false},
		"instance":              {func(m *backupURLModel) { m.InstanceID = types.StringValue("crs-2") }, false},
		"name":                  {func(m *backupURLModel) { m.BackupInfos[0].FileName = types.StringValue("c.rdb") }, false},
		"name unknown":          {func(m *backupURLModel) { m.BackupInfos[0].FileName = types.StringNull() }, false},
		"size":                  {func(m *backupURLModel) { m.BackupInfos[1].FileSize = types.Int64Value(3) }, false},
		"order":                 {func(m *backupURLModel) { slices.Reverse(m.BackupInfos) }, true},
		"a file less":           {func(m *backupURLModel) { m.BackupInfos = m.BackupInfos[:1] }, false},
		"lists in place of all": {func(m *backupURLModel) { m.BackupInfos, m.Filenames = nil, []types.String{types.StringValue("a.rdb")} }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unchanged, m := base(), base()
			tt.change(&m)
			if same := m.fingerprint() == unchanged.fingerprint(); same != tt.same {
				t.Errorf("the fingerprint stays the same: %t, want %t", same, tt.same)
			}
		})
	}
}
