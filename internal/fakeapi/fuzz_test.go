// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// FuzzServeHTTP sends hostile requests: whatever comes, the server must not panic,
// must answer in one of the two formats and must let nothing through unsigned.
func FuzzServeHTTP(f *testing.F) {
	good := caller{}.request(f, documentBody)
	authorization := good.Header.Get("Authorization")
	key := StatusesInstanceID + "/" + ExportedBackupID + "/1-1.rdb"
	f.Add("POST", "/", "", authorization, "1551952865", "127.0.0.1:8080", documentBody+" ")
	f.Add("POST", "/", "", "", "", "", "")
	f.Add("POST", "/", "a=b;c", "TC3-HMAC-SHA256 ", "-1", "redis.tencentcloudapi.com", "null")
	f.Add("POST", "/", "", "TC3-HMAC-SHA256 Credential=///tc3_request, SignedHeaders=;;;, Signature=", "99999999999999999999", "[::1", "[]")
	f.Add("POST", "/", "", "TC3-HMAC-SHA256 Credential=AKID/1/redis/tc3_request,SignedHeaders=host;content-type,Signature=x", "0", "[::1]:x", "{")
	f.Add("POST", "/", "", "TC3-HMAC-SHA256 ,,,=,=", "1e9", "a:b:c", `{"LimitVpc":[[{}]]}`)
	f.Add("GET", "/"+key, "sign=", "", "", "127.0.0.1:8080", "")
	f.Add("GET", "/"+key, "sign=q-sign-time%3D1;2%26q-signature%3D%ff", "", "", "localhost", "")
	f.Add("GET", "/"+key, "q-sign-algorithm=sha1&q-ak="+cosKeyID+"&q-sign-time=0;9999999999&q-key-time=0;9999999999&q-signature=0", "", "", "", "")
	f.Add("GET", "//../..", "%zz;%3B&&==&sign", "", "", "\x00", "")
	f.Add("HEAD", "/\xff\xfe<>&\"", "q-signature=%3Cb%3E", "", "", "<", "")
	f.Fuzz(func(t *testing.T, method, path, query, authorization, timestamp, host, body string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.Method, r.Host, r.URL = method, host, &url.URL{Path: path, RawQuery: query}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-TC-Action", "DescribeBackupUrl")
		r.Header.Set("X-TC-Version", "2018-04-12")
		r.Header.Set("X-TC-Region", "ap-chengdu")
		r.Header.Set("X-TC-Timestamp", timestamp)
		r.Header.Set("Authorization", authorization)
		s := newDocumentServer()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if len(s.Requests()) == 1 {
			var answer struct {
				Response struct {
					Error     struct{ Code, Message string }
					RequestId string //nolint:revive // named as on the wire
				}
			}
			if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
				t.Fatalf("HTTP %d, %v: %q", w.Code, err, w.Body)
			}
			// The one body that was signed is not reachable by changing anything else.
			if e := answer.Response.Error; (e.Code == "" || e.Message == "") && body != documentBody {
				t.Errorf("got through: %s", w.Body)
			}
			if answer.Response.RequestId == "" {
				t.Errorf("no RequestId: %s", w.Body)
			}
			return
		}
		if len(s.Downloads()) != 1 || w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "<Code>") {
			t.Errorf("HTTP %d: %.200q", w.Code, w.Body)
		}
	})
}

// FuzzActions signs whatever body comes, for each action, so that the validation of
// parameters is reached: no panic, always an answer of the API.
func FuzzActions(f *testing.F) {
	f.Add("DescribeInstanceBackups", `{"InstanceId":"crs-statuses","Status":[2,-1],"Limit":1,"Offset":1,"BeginTime":"2019-03-07 00:00:00"}`)
	f.Add("DescribeInstanceBackups", `{"BeginTime":"9999-12-31 23:59:59","EndTime":"0000-01-01 00:00:00"}`)
	f.Add("DescribeInstanceBackups", `{"Limit":9223372036854775807,"Offset":-9223372036854775808,"Status":[1e9]}`)
	f.Add("DescribeInstanceBackups", `{"InstanceName":"\u0000\ud800","Status":null}`)
	f.Add("ManualBackupInstance", `{"InstanceId":"crs-statuses","StorageDays":1826}`)
	f.Add("DescribeTaskInfo", `{"TaskId":-9223372036854775808}`)
	f.Add("DescribeBackupUrl", `{"InstanceId":"crs-oddities","BackupId":"678362566696298532860001","LimitIp":["1.1.1.1/33"]}`)
	f.Add("AssumeRole", assume(GuardedRoleARN, `,"ExternalId":"fake/external-id","DurationSeconds":60,"Tags":[{"Key":"a","Value":""}]`+policy(goodPolicy)))
	f.Add("AssumeRole", assume("qcs::cam::uin/1:role/tencentcloudServiceRole/", `,"SerialNumber":"qcs::cam:uin/100000000001::mfa/","TokenCode":""`))
	f.Add("AssumeRole", `{"RoleArn":"qcs::cam::uin/:","RoleSessionName":"","Policy":"%","Tags":[null]}`)
	f.Add("AssumeRoleWithSAML", samlBody("", ""))
	f.Add("AssumeRoleWithSAML", samlBody("saml-provider/OneLogin", ":saml-provider/"))
	f.Add("AssumeRoleWithWebIdentity", oidcBody("", ""))
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
