// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// documentFiles are the names and sizes in the API document.
var documentFiles = []struct {
	name string
	size float64
}{
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb", 1264547},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-2-ignore.rdb", 1278586},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-3-ignore.rdb", 1467647},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-4-ignore.rdb", 1264987},
	{"9527208-4633789-redis-server-4.0.8-1001463-ignore-5-ignore.rdb", 1268499},
}

// documentSpans are the q-sign-time of the five files, encoded as in the document.
var documentSpans = []string{
	"1551952863%3B1551974523", "1551952863%3B1551974523", "1551952864%3B1551974524", "1551952864%3B1551974524",
	"1551952865%3B1551974525",
}

// TestDocumentExample compares the response with the document's example. Only host, key
// ID, signatures and RequestId differ.
func TestDocumentExample(t *testing.T) {
	t.Parallel()
	got := caller{}.call(t, newDocumentServer(), documentBody)
	var names, public, inner, infos []any
	for i, file := range documentFiles {
		key := "251005863/redis/1001463/data/2019-03-07/-" + file.name
		plain := strings.Replace(documentSpans[i], "%3B", ";", 1)
		query := "sign=q-sign-algorithm%3Dsha1%26q-ak%3D" + cosKeyID + "%26q-sign-time%3D" + documentSpans[i] +
			"%26q-key-time%3D" + documentSpans[i] + "%26q-header-list%3D%26q-url-param-list%3D%26q-signature%3D" +
			cosSignature(cosKey, "GET", "/"+key, plain, plain)
		publicURL, innerURL := "http://127.0.0.1:8080/"+key+"?"+query, "http://localhost:8080/"+key+"?"+query
		names, public, inner = append(names, file.name), append(public, publicURL), append(inner, innerURL)
		infos = append(infos, map[string]any{
			"FileName": file.name, "FileSize": file.size, "DownloadUrl": publicURL, "InnerDownloadUrl": innerURL,
		})
	}
	want := map[string]any{
		"Filenames": names, "DownloadUrl": public, "InnerDownloadUrl": inner, "BackupInfos": infos, "RequestId": got.requestID,
	}
	if diff := cmp.Diff(want, got.response); diff != "" {
		t.Errorf("the response differs (-want +got):\n%s", diff)
	}
}

func TestBackupURLParameters(t *testing.T) {
	t.Parallel()
	with := func(members string) string { return strings.TrimSuffix(documentBody, "}") + "," + members + "}" }
	const business = "InvalidParameter.InvalidParameter"
	tests := map[string]struct{ body, code, message string }{
		"no InstanceId":     {`{"BackupId":"1"}`, "MissingParameter", "parameter `InstanceId`"},
		"no BackupId":       {`{"InstanceId":"crs-4y9t57vt"}`, "MissingParameter", "parameter `BackupId`"},
		"unknown parameter": {with(`"Limit":1`), "UnknownParameter", "The parameter `Limit` is not recognized."},
		"number for text":   {`{"InstanceId":7,"BackupId":"1"}`, "InvalidParameter", "`InstanceId` is not valid, it should be String"},
		"null for text":     {`{"InstanceId":"crs-4y9t57vt","BackupId":null}`, "InvalidParameter", "`BackupId`"},
		"no restriction":    {with(`"LimitType":"NoLimit"`), "", ""},
		"only intranet":     {with(`"LimitType":"LimitOnlyIntranet","VpcComparisonSymbol":"In","IpComparisonSymbol":"NotIn"`), "", ""},
		"LimitType":         {with(`"LimitType":"nolimit"`), business, "`LimitType`"},
		"vpc symbol":        {with(`"VpcComparisonSymbol":"NotIn"`), business, "`VpcComparisonSymbol`"},
		"ip symbol":         {with(`"IpComparisonSymbol":"in"`), business, "`IpComparisonSymbol`"},
		"customize, alone":  {with(`"LimitType":"Customize"`), business, "`LimitVpc` or `LimitIp`"},
		"customize, ip":     {with(`"LimitType":"Customize","LimitIp":["10.1.1.12","10.1.1.0/24"]`), "", ""},
		"customize, vpc":    {with(`"LimitType":"Customize","LimitVpc":[{"Region":"ap-chengdu","VpcList":["vpc-1"]}]`), "", ""},
		"ip, a name":        {with(`"LimitIp":["10.1.1.12","example.com"]`), business, "`LimitIp.1` has the value `example.com`"},
		"ip, version 6":     {with(`"LimitIp":["::1"]`), business, "`LimitIp.0`"},
		"ip, mask too long": {with(`"LimitIp":["10.0.0.0/33"]`), business, "`LimitIp.0`"},
		"ip, number":        {with(`"LimitIp":[1]`), "InvalidParameter", "`LimitIp.0` is not valid, it should be String"},
		"ip, no list":       {with(`"LimitIp":"10.1.1.12"`), "InvalidParameter", "`LimitIp` is not valid, it should be Array of String"},
		"vpc, no region":    {with(`"LimitVpc":[{"VpcList":["vpc-1"]}]`), "MissingParameter", "`LimitVpc.0.Region`"},
		"vpc, no list":      {with(`"LimitVpc":[{"Region":"ap-chengdu"}]`), "MissingParameter", "`LimitVpc.0.VpcList`"},
		"vpc, empty list":   {with(`"LimitVpc":[{"Region":"ap-chengdu","VpcList":[]}]`), business, "`LimitVpc.0.VpcList`"},
		"vpc, empty id":     {with(`"LimitVpc":[{"Region":"ap-chengdu","VpcList":[""]}]`), business, "`LimitVpc.0.VpcList`"},
		"vpc, text":         {with(`"LimitVpc":["vpc-1"]`), "InvalidParameter", "`LimitVpc.0` is not valid, it should be Object"},
		"vpc, object":       {with(`"LimitVpc":{}`), "InvalidParameter", "`LimitVpc` is not valid, it should be Array of Object"},
		"vpc, list of 1":    {with(`"LimitVpc":[{"Region":"ap-chengdu","VpcList":[1]}]`), "InvalidParameter", "`LimitVpc.0.VpcList.0`"},
		"vpc, unknown":      {with(`"LimitVpc":[{"Region":"ap-chengdu","VpcList":["vpc-1"],"Zone":"1"}]`), "UnknownParameter", "`LimitVpc.0.Zone`"},
	}
	for name, test := range tests {
		got := caller{}.call(t, newDocumentServer(), test.body)
		if got.code != test.code || !strings.Contains(got.message, test.message) {
			t.Errorf("%s: got %q, %q, want %q, %q", name, got.code, got.message, test.code, test.message)
		}
	}
}

func TestBusinessErrorsOfTheData(t *testing.T) {
	t.Parallel()
	tests := []struct{ instance, backup, region, want string }{
		{DocumentInstanceID, DocumentBackupID, "ap-chengdu", ""},
		{DocumentInstanceID, DocumentBackupID, "ap-guangzhou", "ResourceNotFound.InstanceNotExists"},
		{ElsewhereInstanceID, ElsewhereBackupID, "ap-guangzhou", ""},
		{ElsewhereInstanceID, ElsewhereBackupID, "ap-chengdu", "ResourceNotFound.InstanceNotExists"},
		{"crs-00000000", DocumentBackupID, "ap-chengdu", "ResourceNotFound.InstanceNotExists"},
		{DocumentInstanceID, "1", "ap-chengdu", "InvalidParameterValue.BackupNotExists"},
		{DocumentInstanceID, ExportedBackupID, "ap-chengdu", "InvalidParameterValue.BackupNotExists"},
		{StatusesInstanceID, InUseBackupID, "ap-chengdu", "ResourceUnavailable.BackupStatusInvalid"},
		{StatusesInstanceID, ExportingBackupID, "ap-chengdu", "ResourceUnavailable.BackupStatusInvalid"},
		{StatusesInstanceID, ExportedBackupID, "ap-chengdu", ""},
		{StatusesInstanceID, ExpiredBackupID, "ap-chengdu", "ResourceUnavailable.BackupStatusInvalid"},
		{StatusesInstanceID, DeletedBackupID, "ap-chengdu", "ResourceUnavailable.BackupStatusInvalid"},
		{StandardInstanceID, StandardBackupID, "ap-chengdu", "UnsupportedOperation.OnlyClusterInstanceCanExportBackup"},
	}
	for _, test := range tests {
		body := fmt.Sprintf(`{"InstanceId":%q,"BackupId":%q}`, test.instance, test.backup)
		wantCode(t, caller{region: test.region}.call(t, newDocumentServer(), body), test.want)
	}
}

// TestOddities checks which parts of the unusual responses are null or empty.
func TestOddities(t *testing.T) {
	t.Parallel()
	const (
		one   = `["1.rdb"]`
		url   = `["U"]`
		infos = `[{"FileName":"1.rdb","FileSize":4096,"DownloadUrl":"U","InnerDownloadUrl":"U"}]`
	)
	tests := map[string]struct{ backup, names, public, inner, infos string }{
		"null":       {NullBackupID, `null`, `null`, `null`, `null`},
		"empty":      {EmptyBackupID, `[]`, `[]`, `[]`, `[]`},
		"zero size":  {ZeroSizeBackupID, one, url, url, strings.Replace(infos, "4096", "0", 1)},
		"null size":  {NullSizeBackupID, one, url, url, strings.Replace(infos, "4096", "null", 1)},
		"null URLs":  {NullURLBackupID, one, `[null]`, `[null]`, strings.ReplaceAll(infos, `"U"`, "null")},
		"inner only": {InnerOnlyBackupID, one, `[null]`, url, strings.Replace(infos, `"U"`, "null", 1)},
		"infos only": {InfosOnlyBackupID, `null`, `null`, `null`, infos},
		"lists only": {ListsOnlyBackupID, one, url, url, `null`},
		"uneven":     {UnevenListsBackupID, `["1.rdb","1.rdb"]`, url, `null`, `null`},
		"null name": {
			NullNameBackupID, `["1.rdb",null]`, `["U","U"]`, `["U","U"]`,
			strings.TrimSuffix(infos, "]") + "," + strings.Replace(infos, `"1.rdb"`, "null", 1)[1:],
		},
	}
	for name, test := range tests {
		got := caller{}.call(t, newDocumentServer(), fmt.Sprintf(`{"InstanceId":%q,"BackupId":%q}`, OdditiesInstanceID, test.backup))
		want := fmt.Sprintf(`{"Filenames":%s,"DownloadUrl":%s,"InnerDownloadUrl":%s,"BackupInfos":%s,"RequestId":%q}`,
			test.names, test.public, test.inner, test.infos, got.requestID)
		var wanted map[string]any
		if err := json.Unmarshal([]byte(want), &wanted); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wanted, hideURLs(got.response)); diff != "" {
			t.Errorf("%s: the response differs (-want +got):\n%s", name, diff)
		}
	}
}

// hideURLs replaces every URL by "U".
func hideURLs(v any) any {
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "http://") {
			return "U"
		}
	case []any:
		for i := range v {
			v[i] = hideURLs(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = hideURLs(v[name])
		}
	}
	return v
}
