// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"mime"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// maxBody is the largest body of a request signed with TC3-HMAC-SHA256, 10 MB
// (https://www.tencentcloud.com/document/product/239/32044).
const maxBody = 10 << 20

// gateway checks what all actions share, in the order of the real service's gateway.
type gateway struct {
	keys    *keyring
	limiter *limiter
	actions []action
}

// action is an action of the API. Its rate is the documented limit in requests per
// second, of https://cloud.tencent.com/document/api/239/20011 and
// https://cloud.tencent.com/document/api/1312/48207.
type action struct {
	service, version, name string
	rate                   int
	// serve validates the parameters and returns the "Response".
	serve func(call) (any, *apiError)
	// unsigned allows requests without a signature.
	unsigned bool
}

// call is a request that passed the checks that all actions share.
type call struct {
	origin    origin
	region    string
	params    parameters
	now       time.Time
	requestID string
	caller    identity // zero for an unsigned request
	taskEnd   *taskEnd // how the task of this request ends; nil for success
}

// origin is the scheme and host of the server in the URLs that it returns.
type origin struct{ scheme, host string }

// respond checks a request and calls its action. injected reports whether the fault
// responds instead, which it does for correctly signed requests only.
func (g *gateway) respond(r *http.Request, body []byte, now time.Time, id string, f Fault) (response any, fail *apiError, injected bool) {
	act, fail := g.route(r)
	if fail != nil {
		return nil, fail, false
	}
	caller, fail := g.authenticate(r, act, body, now)
	if fail != nil {
		return nil, fail, false
	}
	if f.override.responds() {
		response, fail = f.override.apply()
		return response, fail, true
	}
	response, fail = g.call(r, act, body, call{origin: originOf(r), now: now, requestID: id, caller: caller, taskEnd: f.task})
	return response, fail, false
}

// call checks the region, the rate limit, and the form of the body.
func (g *gateway) call(r *http.Request, act action, body []byte, c call) (any, *apiError) {
	c.region = r.Header.Get("X-TC-Region")
	if c.region == "" {
		return nil, missingParameter("Region")
	}
	if !slices.Contains(regions, c.region) {
		return nil, failure("UnsupportedRegion")
	}
	fail := g.limiter.admit(act, c.now)
	if fail != nil {
		return nil, fail
	}
	if c.params, fail = parseParameters(body); fail != nil {
		return nil, fail
	}
	return act.serve(c)
}

// route returns the action that a request names.
func (g *gateway) route(r *http.Request) (action, *apiError) {
	service, name, version := g.serviceOf(r), r.Header.Get("X-TC-Action"), r.Header.Get("X-TC-Version")
	if name == "" {
		return action{}, missingParameter("Action")
	}
	if version == "" {
		return action{}, missingParameter("Version")
	}
	if !slices.ContainsFunc(g.actions, func(a action) bool { return a.service == service && a.version == version }) {
		return action{}, failuref("NoSuchVersion", "The specified api version=`%s` does not exist in service=`%s`.", version, service)
	}
	n := slices.IndexFunc(g.actions, func(a action) bool {
		return a.service == service && a.version == version && a.name == name
	})
	if n < 0 {
		return action{}, failuref("InvalidAction",
			"The request action=`%s` is invalid or not found in service=`%s` and version=`%s`.", name, service, version)
	}
	if r.Method != http.MethodPost {
		return action{}, failure("UnsupportedProtocol")
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return action{}, failuref("UnsupportedProtocol", "The request `Content-Type` is not supported; use `application/json`.")
	}
	return g.actions[n], nil
}

// serviceOf returns the service of a request: by the host name, as in the real
// gateway; on other hosts, such as loopback, by the credential scope; without a known
// one, as in unsigned requests, by X-TC-Version.
func (g *gateway) serviceOf(r *http.Request) string {
	host := strings.ToLower(r.Host)
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if strings.HasSuffix(host, ".tencentcloudapi.com") {
		service, _, _ := strings.Cut(host, ".")
		return service
	}
	auth, fail := parseAuthorization(r.Header.Get("Authorization"))
	if fail == nil && slices.ContainsFunc(g.actions, func(a action) bool { return a.service == auth.service }) {
		return auth.service
	}
	version := r.Header.Get("X-TC-Version")
	if i := slices.IndexFunc(g.actions, func(a action) bool { return a.version == version }); i >= 0 {
		return g.actions[i].service
	}
	return "redis"
}

func originOf(r *http.Request) origin {
	if r.TLS != nil {
		return origin{"https", r.Host}
	}
	return origin{"http", r.Host}
}

// regions are the regions that the service accepts: the 22 of the official Go SDK
// (common/regions, v1.3.210), and others of the official Terraform provider and the
// documentation.
var regions = []string{
	"ap-bangkok", "ap-beijing", "ap-chengdu", "ap-chongqing", "ap-guangzhou", "ap-guangzhou-open", "ap-hongkong",
	"ap-jakarta", "ap-mumbai", "ap-nanjing", "ap-seoul", "ap-shanghai", "ap-shanghai-fsi", "ap-shenzhen-fsi",
	"ap-singapore", "ap-tokyo", "eu-frankfurt", "eu-moscow", "na-ashburn", "na-siliconvalley", "na-toronto",
	"sa-saopaulo",

	"ap-beijing-fsi", "ap-qingyuan", "ap-shenzhen", "ap-taipei", "ap-tianjin",
	"ap-changsha-ec", "ap-fuzhou-ec", "ap-hangzhou-ec", "ap-hefei-ec", "ap-jinan-ec", "ap-shenyang-ec",
	"ap-shijiazhuang-ec", "ap-wuhan-ec", "ap-xian-ec", "ap-xibei-ec", "ap-zhengzhou-ec",
}
