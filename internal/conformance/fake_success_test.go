// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// documentFiles are the five files of the example in the API document.
var documentFiles = []struct {
	name string
	size int64
}{
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb", 1264547},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-2-ignore.rdb", 1278586},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-3-ignore.rdb", 1467647},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-4-ignore.rdb", 1264987},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-5-ignore.rdb", 1268499},
}

// TestDocumentExample compares the SDK's typed response with the document's example. It
// checks only the form of the signature.
//
//nolint:staticcheck // the deprecated lists are in the document too
func TestDocumentExample(t *testing.T) {
	t.Parallel()
	now := time.Now()
	s := newService(t, fakeapi.Options{Now: func() time.Time { return now }})
	response, err := newClient(t, s).DescribeBackupUrl(documentRequest())
	if err != nil {
		t.Fatal(err)
	}
	hideSignatures(response.Response)
	_, port, _ := strings.Cut(s.host, ":")
	want := &redis.DescribeBackupUrlResponseParams{RequestId: new(s.Requests()[0].RequestID)}
	for i, file := range documentFiles {
		start := now.Unix() - int64([]int{2, 2, 1, 1, 0}[i])
		span := fmt.Sprintf("%d%%3B%d", start, start+21660)
		rest := port + "/251005863/redis/1001463/data/2019-03-07/-" + file.name +
			"?sign=q-sign-algorithm%3Dsha1%26q-ak%3DID%26q-sign-time%3D" + span + "%26q-key-time%3D" + span +
			"%26q-header-list%3D%26q-url-param-list%3D%26q-signature%3DHEX"
		public, inner := "http://127.0.0.1:"+rest, "http://localhost:"+rest
		want.Filenames = append(want.Filenames, new(file.name))
		want.DownloadUrl = append(want.DownloadUrl, new(public))
		want.InnerDownloadUrl = append(want.InnerDownloadUrl, new(inner))
		want.BackupInfos = append(want.BackupInfos, &redis.BackupDownloadInfo{
			FileName: new(file.name), FileSize: new(file.size), DownloadUrl: new(public), InnerDownloadUrl: new(inner),
		})
	}
	if diff := cmp.Diff(want, response.Response); diff != "" {
		t.Errorf("the response differs (-want +got):\n%s", diff)
	}
}

// hideSignatures replaces key IDs and signatures by fixed words.
//
//nolint:staticcheck // the deprecated lists are in the document too
func hideSignatures(r *redis.DescribeBackupUrlResponseParams) {
	id, signature := regexp.MustCompile(`q-ak%3DAKID[0-9A-Za-z]{32}%26`), regexp.MustCompile(`q-signature%3D[0-9a-f]{40}$`)
	hide := func(u *string) {
		*u = signature.ReplaceAllString(id.ReplaceAllString(*u, "q-ak%3DID%26"), "q-signature%3DHEX")
	}
	for i, info := range r.BackupInfos {
		hide(r.DownloadUrl[i])
		hide(r.InnerDownloadUrl[i])
		hide(info.DownloadUrl)
		hide(info.InnerDownloadUrl)
	}
}

// A request of the SDK with all parameters passes the validation of the fake.
func TestAllParameters(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	r := documentRequest()
	r.LimitType, r.VpcComparisonSymbol, r.IpComparisonSymbol = new("Customize"), new("In"), new("NotIn")
	r.LimitVpc = []*redis.BackupLimitVpcItem{{Region: new("ap-chengdu"), VpcList: []*string{new("vpc-1"), new("vpc-2")}}}
	r.LimitIp = []*string{new("10.1.1.12"), new("10.1.1.0/24")}
	if _, err := newClient(t, s).DescribeBackupUrl(r); err != nil {
		t.Fatal(err)
	}
	want := `{"InstanceId":"crs-4y9t57vt","BackupId":"678362566696298532848117","LimitType":"Customize",` +
		`"VpcComparisonSymbol":"In","IpComparisonSymbol":"NotIn",` +
		`"LimitVpc":[{"Region":"ap-chengdu","VpcList":["vpc-1","vpc-2"]}],"LimitIp":["10.1.1.12","10.1.1.0/24"]}`
	if got := string(s.Requests()[0].Body); got != want {
		t.Errorf("got body %s\nwant     %s", got, want)
	}
}

// Nulls arrive in the SDK's types as nil pointers and nil slices.
//
//nolint:staticcheck // the deprecated lists are in the document too
func TestNulls(t *testing.T) {
	t.Parallel()
	s := newService(t, fakeapi.Options{})
	get := func(backup string) *redis.DescribeBackupUrlResponseParams {
		t.Helper()
		response, err := newClient(t, s).DescribeBackupUrl(backupRequest(fakeapi.OdditiesInstanceID, backup))
		if err != nil {
			t.Fatal(err)
		}
		return response.Response
	}
	if r := get(fakeapi.NullBackupID); r.BackupInfos != nil || r.Filenames != nil || r.DownloadUrl != nil || r.InnerDownloadUrl != nil {
		t.Errorf("got %+v, want nil slices", r)
	}
	if r := get(fakeapi.EmptyBackupID); r.BackupInfos == nil || len(r.BackupInfos) != 0 {
		t.Errorf("got BackupInfos %#v, want an empty slice", r.BackupInfos)
	}
	if r := get(fakeapi.NullNameBackupID); r.BackupInfos[0].FileName == nil || r.BackupInfos[1].FileName != nil || r.Filenames[1] != nil {
		t.Error("only the second name should be nil")
	}
	if r := get(fakeapi.NullSizeBackupID); r.BackupInfos[0].FileSize != nil {
		t.Errorf("got FileSize %d, want nil", *r.BackupInfos[0].FileSize)
	}
	if r := get(fakeapi.ZeroSizeBackupID); r.BackupInfos[0].FileSize == nil || *r.BackupInfos[0].FileSize != 0 {
		t.Error("want FileSize 0")
	}
	if r := get(fakeapi.InnerOnlyBackupID); r.BackupInfos[0].DownloadUrl != nil || r.BackupInfos[0].InnerDownloadUrl == nil {
		t.Error("only DownloadUrl should be nil")
	}
}
