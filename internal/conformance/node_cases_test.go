// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// nodeCase is a request of the Node.js SDK, and what it must get.
type nodeCase struct {
	nodeRequest

	service *nodeService
	code    string // "" for success
	fail    bool   // let the service fail with code
	inGo    bool   // the Go SDK must get the same
}

// TestNode: the official SDK for Node.js gets what the fake sends, which is what
// the Go SDK gets.
func TestNode(t *testing.T) {
	t.Parallel()
	dir := installNode(t)
	cases := nodeCases(t)
	requests := make([]nodeRequest, len(cases))
	for i, c := range cases {
		requests[i] = c.nodeRequest
		if c.fail {
			c.service.FailNext(c.code)
		}
	}
	for i, got := range drive(t, dir, requests) {
		c := cases[i]
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.service.expectOnWire(t, got, c.code)
			c.service.expectRecorded(t, c.nodeRequest, got, c.code)
			if c.inGo {
				c.expectInGo(t, got)
			}
		})
	}
}

// nodeCases are all of them. The service's clock stands still, so that it signs
// the same URLs for both SDKs.
func nodeCases(t *testing.T) []nodeCase {
	t.Helper()
	now := time.Now()
	s := newNodeService(t, fakeapi.Options{RateLimit: -1, Now: func() time.Time { return now }})
	cases := append(nodeRedisCases(s), nodeSTSCases(s)...)
	cases = append(cases, nodeFaultCases(t)...)
	return append(cases, nodeCredentialCases(t, s)...)
}

// nodeBackupURL is a request for the URLs of a backup, with the default key.
func nodeBackupURL(s *nodeService, name, instanceID, backupID string) nodeCase {
	return nodeCase{service: s, inGo: true, nodeRequest: nodeRequest{
		Name: name, Port: s.port, Service: "redis", Version: "2018-04-12", Region: fakeapi.DocumentRegion, Action: "DescribeBackupUrl",
		Params:   map[string]any{"InstanceId": instanceID, "BackupId": backupID},
		SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey,
	}}
}

// nodeRedisCases are the two actions, odd answers, and what the data refuses.
func nodeRedisCases(s *nodeService) []nodeCase {
	document := func(name string) nodeCase {
		return nodeBackupURL(s, name, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID)
	}
	limited, list, all := document("limited"), document("list"), document("list of all")
	maps.Copy(limited.Params, map[string]any{
		"LimitType": "Customize", "VpcComparisonSymbol": "In", "IpComparisonSymbol": "NotIn", "LimitIp": []string{"10.1.1.0/24"},
		"LimitVpc": []map[string]any{{"Region": "ap-chengdu", "VpcList": []string{"vpc-1"}}},
	})
	list.Action, list.Params = "DescribeInstanceBackups", map[string]any{
		"InstanceId": fakeapi.StatusesInstanceID, "Status": []int{-1, 2, 4}, "Limit": 2, "Offset": 2,
	}
	all.Action, all.Params = "DescribeInstanceBackups", map[string]any{}
	cases := []nodeCase{document("document"), limited, list, all}
	for _, id := range []string{
		fakeapi.NullBackupID, fakeapi.EmptyBackupID, fakeapi.NullNameBackupID, fakeapi.NullSizeBackupID, fakeapi.NullURLBackupID,
		fakeapi.InfosOnlyBackupID, fakeapi.ListsOnlyBackupID, fakeapi.LargeSizeBackupID, fakeapi.UnicodeNameBackupID, fakeapi.ControlNameBackupID,
	} {
		cases = append(cases, nodeBackupURL(s, "oddity "+id, fakeapi.OdditiesInstanceID, id))
	}
	refused := func(code string, c nodeCase) {
		c.Name, c.code = "data: "+code, code
		cases = append(cases, c)
	}
	refused("ResourceNotFound.InstanceNotExists", nodeBackupURL(s, "", "crs-00000000", "1"))
	refused("InvalidParameterValue.BackupNotExists", nodeBackupURL(s, "", fakeapi.DocumentInstanceID, "1"))
	refused("ResourceUnavailable.BackupStatusInvalid", nodeBackupURL(s, "", fakeapi.StatusesInstanceID, fakeapi.ExpiredBackupID))
	refused("UnsupportedOperation.OnlyClusterInstanceCanExportBackup",
		nodeBackupURL(s, "", fakeapi.StandardInstanceID, fakeapi.StandardBackupID))
	unnamed, unlisted := document(""), document("")
	delete(unnamed.Params, "BackupId")
	unlisted.Params["LimitType"] = "Customize"
	refused("MissingParameter", unnamed)
	refused("InvalidParameter.InvalidParameter", unlisted)
	return cases
}

// nodeFaultCases are the codes of all actions, each from a service of its own,
// which fails for whoever comes next.
func nodeFaultCases(t *testing.T) []nodeCase {
	t.Helper()
	var cases []nodeCase
	for action, codes := range actionCodes() {
		for _, code := range codes {
			s := newNodeService(t, fakeapi.Options{})
			c := nodeBackupURL(s, action+" fails: "+code, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID)
			c.code, c.fail, c.Action = code, true, action
			if action != "DescribeBackupUrl" {
				c.Params = map[string]any{}
			}
			if action == "GetCallerIdentity" {
				c.Service, c.Version = "sts", "2018-08-13"
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// nodeCredentialCases are what the signature and its parts can have wrong.
func nodeCredentialCases(t *testing.T, s *nodeService) []nodeCase {
	t.Helper()
	var cases []nodeCase
	add := func(s *nodeService, name, code string, change func(*nodeCase)) {
		c := nodeBackupURL(s, name, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID)
		c.code = code
		change(&c)
		cases = append(cases, c)
	}
	shifted := func(d time.Duration) *nodeService {
		return newNodeService(t, fakeapi.Options{Now: func() time.Time { return time.Now().Add(d) }})
	}
	tokened := newNodeService(t, fakeapi.Options{Token: "token"})
	keep := func(*nodeCase) {}
	add(s, "tampered signature", "AuthFailure.SignatureFailure", func(c *nodeCase) { c.Tamper, c.inGo = true, false })
	add(s, "wrong id", "AuthFailure.SecretIdNotFound", func(c *nodeCase) { c.SecretID = "AKIDother" })
	add(s, "wrong key", "AuthFailure.SignatureFailure", func(c *nodeCase) { c.SecretKey = "other" })
	add(shifted(5*time.Minute+10*time.Second), "stale", "AuthFailure.SignatureExpire", keep)
	add(shifted(-5*time.Minute-10*time.Second), "in the future", "AuthFailure.SignatureExpire", keep)
	add(tokened, "wrong token", "AuthFailure.TokenFailure", func(c *nodeCase) { c.Token = "other" })
	add(tokened, "no token", "AuthFailure.TokenFailure", keep)
	add(tokened, "right token", "", func(c *nodeCase) { c.Token, c.inGo = "token", false })
	add(s, "unknown region", "UnsupportedRegion", func(c *nodeCase) { c.Region = "ap-nowhere" })
	add(s, "unknown action", "InvalidAction", func(c *nodeCase) { c.Action = "DescribeNothing" })
	add(s, "unknown version", "NoSuchVersion", func(c *nodeCase) { c.Version = "2018-04-13" })
	return cases
}

// expectInGo sends the same with the Go SDK, to the same host.
func (c nodeCase) expectInGo(t *testing.T, node nodeAnswer) {
	t.Helper()
	if c.fail {
		c.service.FailNext(c.code)
	}
	p := profile.NewClientProfile()
	p.HttpProfile.Scheme, p.HttpProfile.Endpoint = "HTTP", c.Service+".tencentcloudapi.com"
	key := common.NewTokenCredential(c.SecretID, c.SecretKey, c.Token)
	request := tchttp.NewCommonRequest(c.Service, c.Version, c.Action)
	if err := request.SetActionParameters(c.Params); err != nil {
		t.Fatal(err)
	}
	response := tchttp.NewCommonResponse()
	client := common.NewCommonClient(key, c.Region, p)
	client.WithHttpTransport(&http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", c.service.port))
	}})
	err := client.Send(request, response)
	if failed, ok := errors.AsType[*tcerr.TencentCloudSDKError](err); ok {
		message := strings.ReplaceAll(failed.Message, failed.RequestId, node.requestID()) // some name it
		if node.Error == nil || failed.Code != node.Error.Code || message != node.Error.Message {
			t.Errorf("Go gets %s: %s; Node.js %+v", failed.Code, failed.Message, node.Error)
		}
		return
	}
	var got struct{ Response map[string]any }
	if err := errors.Join(err, json.Unmarshal(response.GetBody(), &got)); err != nil {
		t.Fatal(err)
	}
	want := maps.Clone(node.Response)
	delete(want, "RequestId")
	delete(got.Response, "RequestId")
	if diff := cmp.Diff(want, got.Response); diff != "" {
		t.Errorf("(-Node.js +Go):\n%s", diff)
	}
}
