// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// FuzzActions signs any body for any action: no panic, always a valid response.
func FuzzActions(f *testing.F) {
	f.Add("DescribeInstanceBackups", `{"InstanceId":"crs-statuses","Status":[2,-1],"Limit":1,"Offset":1,"BeginTime":"2019-03-07 00:00:00"}`)
	f.Add("DescribeInstanceBackups", `{"BeginTime":"9999-12-31 23:59:59","EndTime":"0000-01-01 00:00:00"}`)
	f.Add("DescribeInstanceBackups", `{"Limit":9223372036854775807,"Offset":-9223372036854775808,"Status":[1e9]}`)
	f.Add("ManualBackupInstance", `{"InstanceId":"crs-statuses","StorageDays":1826}`)
	f.Add("DescribeTaskInfo", `{"TaskId":-9223372036854775808}`)
	f.Add("DescribeBackupUrl", `{"InstanceId":"crs-oddities","BackupId":"678362566696298532860001","LimitIp":["1.1.1.1/33"]}`)
	f.Add("AssumeRole", assume(GuardedRoleARN, `,"ExternalId":"fake/external-id","DurationSeconds":60`+policy(goodPolicy)))
	f.Add("AssumeRole", assume("qcs::cam::uin/1:role/tencentcloudServiceRole/", `,"SerialNumber":"qcs::cam:uin/100000000001::mfa/","TokenCode":""`))
	f.Add("AssumeRole", `{"RoleArn":"qcs::cam::uin/:","RoleSessionName":"","Policy":"%"}`)
	f.Add("AssumeRoleWithSAML", samlBody("saml-provider/OneLogin", ":saml-provider/"))
	f.Add("AssumeRoleWithWebIdentity", oidcBody(DefaultWebIdentityToken, ".."))
	f.Add("GetSessionToken", `{"SerialNumber":"`+DefaultMFASerial+`","TokenCode":"482724","DurationSeconds":1e3}`)
	f.Add("GetCallerIdentity", `{}`)
	f.Fuzz(func(t *testing.T, name, body string) {
		i := slices.IndexFunc(actions(), func(a action) bool { return a.name == name })
		if i < 0 {
			t.Skip()
		}
		a := actions()[i]
		c := caller{service: a.service, version: a.version, action: a.name}
		if a.unsigned {
			c = skipCaller(name)
		}
		got := c.call(t, newDocumentServer(), body)
		if got.status != http.StatusOK || got.requestID == "" {
			t.Errorf("HTTP %d: %s", got.status, got.text)
		}
		if failed := got.response["Error"] != nil; failed && (got.code == "" || got.message == "") {
			t.Errorf("an error without code or message: %s", got.text)
		}
		if strings.HasPrefix(got.code, "AuthFailure") && name != "AssumeRole" {
			t.Errorf("the test's own signature was refused: %s", got.text)
		}
	})
}
