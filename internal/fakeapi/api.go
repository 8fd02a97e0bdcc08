// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"io"
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

// action is an action of the API.
type action struct {
	service, version, name string
	rate                   int // documented limit in requests per second
	// serve validates the parameters and returns the "Response".
	serve func(*Server, call) (any, *apiError)
	// unsigned allows requests without a signature.
	unsigned bool
}

// actions returns all actions, with the rate limits of
// https://cloud.tencent.com/document/api/239/20011 and
// https://cloud.tencent.com/document/api/1312/48207.
func actions() []action {
	const redis, sts = "2018-04-12", "2018-08-13"
	return []action{
		{"redis", redis, "DescribeBackupUrl", 20, (*Server).describeBackupURL, false},
		{"redis", redis, "DescribeTaskInfo", 20, (*Server).describeTaskInfo, false},
		{"redis", redis, "ManualBackupInstance", 20, (*Server).manualBackupInstance, false},
		{"redis", redis, "DescribeInstanceBackups", 50, (*Server).describeInstanceBackups, false},
		{"sts", sts, "AssumeRole", 600, (*Server).assumeRole, false},
		{"sts", sts, "AssumeRoleWithSAML", 200, (*Server).assumeRoleWithSAML, true},
		{"sts", sts, "AssumeRoleWithWebIdentity", 20, (*Server).assumeRoleWithWebIdentity, true},
		{"sts", sts, "GetCallerIdentity", 20, (*Server).getCallerIdentity, false},
		{"sts", sts, "GetSessionToken", 20, (*Server).getSessionToken, false},
	}
}

// Actions returns the names of all actions.
func Actions() []string {
	var names []string
	for _, a := range actions() {
		names = append(names, a.name)
	}
	slices.Sort(names)
	return names
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

// serveAPI serves one API request.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	faults := s.arrive(target{apiRequest, r.Header.Get("X-TC-Action")})
	if !sleep(r.Context(), faults.before) {
		return
	}
	now := s.now()
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	record := s.recordRequest(r, body, now)
	if faults.instead != nil {
		finished, _ := s.finishRequest(record, "", "", true)
		s.log(logLine(finished))
		r.Body = io.NopCloser(bytes.NewReader(body))
		faults.handle(w, r, faults.instead)
		return
	}
	id := newRequestID()
	var response any
	var fail *apiError
	switch {
	case err != nil:
		fail = failuref("InvalidRequest", "The request body could not be read.")
	case len(body) > maxBody:
		fail = failure("RequestSizeLimitExceeded")
	default:
		response, fail = s.respond(r, body, now, id, &faults)
	}
	text, code := encode(response, fail, id)
	finished, hook := s.finishRequest(record, code, id, faults.injected || faults.deliver != nil)
	s.log(logLine(finished))
	if hook != nil {
		hook(finished)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Date": {now.UTC().Format(http.TimeFormat)}}
	faults.send(w, r, &rawResponse{status: http.StatusOK, header: header, body: text})
}

// respond checks a request in the order of the real service's gateway, applies the
// faults, and calls the action.
func (s *Server) respond(r *http.Request, body []byte, now time.Time, id string, faults *effect) (any, *apiError) {
	service := s.serviceOf(r)
	act, fail := s.route(service, r)
	if fail != nil {
		return nil, fail
	}
	key, fail := s.authenticate(r, act, body, now)
	if fail != nil {
		return nil, fail
	}
	s.addLate(faults, target{apiRequest, act.name})
	if faults.override.responds() {
		faults.injected = true
		return faults.override.apply()
	}
	region := r.Header.Get("X-TC-Region")
	if region == "" {
		return nil, missingParameter("Region")
	}
	if !slices.Contains(regions, region) {
		return nil, failure("UnsupportedRegion")
	}
	if fail := s.limiter.admit(act, now); fail != nil {
		return nil, fail
	}
	if lasting := faults.lastingOverride(); lasting.responds() {
		faults.injected = true
		return lasting.apply()
	}
	params, fail := parseParameters(body)
	if fail != nil {
		return nil, fail
	}
	s.finishTasks(now)
	c := call{
		origin: originOf(r), region: region, params: params, now: now, requestID: id, caller: key.owner,
	}
	if final := faults.final(); final != nil {
		c.taskEnd = final.task
	}
	return act.serve(s, c)
}

// apply returns the response that replaces the service's own.
func (o *override) apply() (any, *apiError) {
	if o.response != nil {
		return verbatim(*o.response), nil
	}
	return nil, failure(o.code)
}

// route returns the action that a request names.
func (s *Server) route(service string, r *http.Request) (action, *apiError) {
	name, version := r.Header.Get("X-TC-Action"), r.Header.Get("X-TC-Version")
	if name == "" {
		return action{}, missingParameter("Action")
	}
	if version == "" {
		return action{}, missingParameter("Version")
	}
	if !slices.ContainsFunc(s.actions, func(a action) bool { return a.service == service && a.version == version }) {
		return action{}, failuref("NoSuchVersion", "The specified api version=`%s` does not exist in service=`%s`.", version, service)
	}
	n := slices.IndexFunc(s.actions, func(a action) bool {
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
	return s.actions[n], nil
}

// serviceOf returns the service of a request: by the host name, as in the real
// gateway; on other hosts, such as loopback, by the credential scope; without a known
// one, as in unsigned requests, by X-TC-Version.
func (s *Server) serviceOf(r *http.Request) string {
	host := strings.ToLower(hostname(r.Host))
	if strings.HasSuffix(host, ".tencentcloudapi.com") {
		service, _, _ := strings.Cut(host, ".")
		return service
	}
	auth, fail := parseAuthorization(r.Header.Get("Authorization"))
	if fail == nil && slices.ContainsFunc(s.actions, func(a action) bool { return a.service == auth.service }) {
		return auth.service
	}
	version := r.Header.Get("X-TC-Version")
	if i := slices.IndexFunc(s.actions, func(a action) bool { return a.version == version }); i >= 0 {
		return s.actions[i].service
	}
	return "redis"
}

// hostname returns the host without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return host
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
