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

// action is one thing the API can do.
type action struct {
	service, version, name string
	rate                   int // documented limit in requests per second
	// serve validates the parameters and returns what goes into "Response".
	serve func(*Server, call) (any, *apiError)
	// unsigned says that it needs no signature.
	unsigned bool
}

// actions lists everything the API can do, with the limits of
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

// Actions returns the names of everything the API can do.
func Actions() []string {
	var names []string
	for _, a := range actions() {
		names = append(names, a.name)
	}
	slices.Sort(names)
	return names
}

// call is a request that passed the checks common to all actions.
type call struct {
	origin    origin
	region    string
	params    parameters
	now       time.Time
	requestID string
	caller    identity // nobody where there is no signature
	taskEnd   *taskEnd // how a task of this request ends; nil for well
}

// origin is where the caller reached the server, for the URLs it is given.
type origin struct{ scheme, host string }

// serveAPI answers one API request.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	defer s.begin()()
	met := s.arrive(target{apiRequest, r.Header.Get("X-TC-Action")})
	if !sleep(r.Context(), met.before) {
		return
	}
	now := s.now()
	body, err := readBody(r)
	record := s.recordRequest(r, body, now)
	if met.instead != nil {
		finished, _ := s.finishRequest(record, "", "", true)
		s.log(logLine(finished))
		r.Body = io.NopCloser(bytes.NewReader(body))
		met.handle(w, r, met.instead)
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
		response, fail = s.answer(r, body, now, id, &met)
	}
	text, code := encode(response, fail, id)
	finished, hook := s.finishRequest(record, code, id, met.injected || met.deliver != nil)
	s.log(logLine(finished))
	if hook != nil {
		hook(finished)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Date": {now.UTC().Format(http.TimeFormat)}}
	met.send(w, r, &answer{status: http.StatusOK, header: header, body: text})
}

// readBody reads the body up to one byte more than is allowed.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	return io.ReadAll(io.LimitReader(r.Body, maxBody+1))
}

// answer applies the checks in the order of the real service's gateway, then any
// fault, then leaves the rest to the action.
func (s *Server) answer(r *http.Request, body []byte, now time.Time, id string, met *effect) (any, *apiError) {
	service := s.serviceOf(r)
	act, fail := s.route(service, r)
	if fail != nil {
		return nil, fail
	}
	key, fail := s.authenticate(r, act, body, now)
	if fail != nil {
		return nil, fail
	}
	s.judge(met, target{apiRequest, act.name})
	if response, fail, given := met.verdict.answer(); given {
		met.injected = true
		return response, fail
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
	if response, fail, given := met.lastingVerdict().answer(); given {
		met.injected = true
		return response, fail
	}
	params, fail := parseParameters(body)
	if fail != nil {
		return nil, fail
	}
	s.finishTasks(now)
	c := call{
		origin: originOf(r), region: region, params: params, now: now, requestID: id, caller: key.owner,
	}
	if v := met.final(); v != nil {
		c.taskEnd = v.task
	}
	return act.serve(s, c)
}

// answer is what the verdict has the API answer; given is false where that is its
// own answer.
func (v *verdict) answer() (response any, fail *apiError, given bool) {
	switch {
	case v == nil:
		return nil, nil, false
	case v.response != nil:
		return verbatim(*v.response), nil, true
	case v.code != "":
		return nil, failure(v.code), true
	}
	return nil, nil, false
}

// route finds the action a request names.
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

// serviceOf tells which service is addressed: by the host name, as the real
// gateway does; under any other name (a loopback address) by the credential
// scope; where that names none, as without a signature, by X-TC-Version.
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

// hostname is the host without a port, if it has one.
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
