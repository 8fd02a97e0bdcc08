// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"crypto/x509"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/validators"
)

// The environment variables that are not about credentials. Those that the
// official provider has are named as there.
const (
	envRegion           = "TENCENTCLOUD_REGION"
	envProtocol         = "TENCENTCLOUD_PROTOCOL"
	envDomain           = "TENCENTCLOUD_DOMAIN"
	envEndpointRedis    = "TENCENTCLOUD_ENDPOINT_URL_REDIS"
	envEndpointSTS      = "TENCENTCLOUD_ENDPOINT_URL_STS"
	envEndpointMetadata = "TENCENTCLOUD_ENDPOINT_URL_METADATA"
)

// process is what the provider takes from the process around it.
type process struct {
	getenv func(string) string
	home   func() (string, error)
	now    func() time.Time
}

// settings is what the provider block and the environment amount to.
type settings struct {
	plan     *credentials.Plan
	region   string // empty: each data source must name its own
	redis    tencentapi.Endpoint
	sts      tencentapi.Endpoint
	metadata string // base URL; empty: the one that instances have
	proxy    httpproxy.Config
	roots    *x509.CertPool // nil: the system's
	limits   limits
}

// resolve settles each setting: the block wins over the environment, that over
// the profile, and what is blank counts as missing. It gathers every problem
// before it returns. It reads files and makes no request.
func resolve(m providerModel, p process) (settings, diag.Diagnostics) {
	r := resolver{getenv: p.getenv}
	s := settings{plan: r.plan(m, p)}
	var profile credentials.Plan
	if s.plan != nil {
		profile = *s.plan
	}
	s.region = r.region(m.Region, profile.Region)

	protocol := r.find(m.Protocol, path.Root("protocol"), envProtocol)
	domain := r.find(m.Domain, path.Root("domain"), envDomain)
	r.check(protocol, protocolValidator)
	r.check(domain, domainValidator)
	var own endpointsModel
	if m.Endpoints != nil {
		own = *m.Endpoints
	}
	all := hosts{protocol: protocol, domain: domain}
	s.redis = r.endpoint(redisapi.Service, all, r.endpointURL(own.Redis, "redis", envEndpointRedis), profile.RedisHost)
	s.sts = r.endpoint(credentials.STSService, all, r.endpointURL(own.STS, "sts", envEndpointSTS), profile.STSHost)
	s.metadata = r.endpointURL(own.Metadata, "metadata", envEndpointMetadata).value

	s.proxy = r.proxy(m.Proxy)
	s.roots = r.roots(m.CABundle)
	s.limits = r.limits(m)
	return s, r.diags
}

// secrets are what logs must not show.
func (s settings) secrets() []string {
	var secrets []string
	for _, secret := range append(s.plan.Secrets(), proxyPasswords(s.proxy)...) {
		// Masking a few characters would blank them out of harmless words, too.
		if len(secret) >= 6 {
			secrets = append(secrets, secret)
		}
	}
	return secrets
}

// setting is a value and where it was looked for.
type setting struct {
	value string
	path  path.Path
	env   string
	found string // "secret_id in the provider block", or the variable's name; empty: nowhere
}

type resolver struct {
	getenv func(string) string
	diags  diag.Diagnostics
}

func (r *resolver) find(block types.String, at path.Path, env string) setting {
	s := setting{path: at, env: env}
	if s.value = strings.TrimSpace(block.ValueString()); s.value != "" {
		s.found = s.inBlock()
	} else if s.value = strings.TrimSpace(r.getenv(env)); s.value != "" {
		s.found = s.inEnvironment()
	}
	return s
}

func (s setting) inBlock() string       { return "`" + s.path.String() + "` in the provider block" }
func (s setting) inEnvironment() string { return "environment variable `" + s.env + "`" }

// check judges a value from the environment as the schema's validators judge
// one from the block.
func (r *resolver) check(s setting, v validators.String) {
	if s.found == s.inEnvironment() {
		r.judge(s.path, s.found, s.value, v)
	}
}

// judge reports what v has to say of a value, which found names.
func (r *resolver) judge(at path.Path, found, value string, v validators.String) (usable bool) {
	if err := v.Check(value); err != nil {
		r.diags.AddAttributeError(at, "Invalid Provider Configuration", validators.Message(found, err))
		return false
	}
	return true
}

// region takes the profile's where neither block nor environment has one.
func (r *resolver) region(block types.String, ofProfile string) string {
	s := r.find(block, path.Root("region"), envRegion)
	r.check(s, validators.Region)
	if s.value == "" && ofProfile != "" {
		r.judge(path.Root("region"), "region of the profile", ofProfile, validators.Region)
		return ofProfile
	}
	return s.value
}

// hosts are the settings that say where all services are.
type hosts struct{ protocol, domain setting }

func (r *resolver) endpointURL(block types.String, name, env string) setting {
	s := r.find(block, path.Root("endpoints").AtName(name), env)
	r.check(s, baseURLValidator)
	return s
}

// endpoint settles where a service is called: at its own URL, else at the
// domain, else at the profile's host, else at the usual one.
func (r *resolver) endpoint(service string, all hosts, own setting, profileHost string) tencentapi.Endpoint {
	e := tencentapi.Endpoint{BaseURL: own.value, Protocol: all.protocol.value, Domain: all.domain.value}
	if own.value == "" && all.domain.value == "" && profileHost != "" {
		scheme := "https"
		if all.protocol.value == "HTTP" {
			scheme = "http"
		}
		found := service + ".endpoint of the profile"
		if r.judge(path.Root("profile"), found, scheme+"://"+profileHost, baseURLValidator) {
			e.BaseURL = scheme + "://" + profileHost
		}
	}
	if u, err := e.URL(service, ""); err == nil && (own.value != "" || service == redisapi.Service) {
		r.warnPlainHTTP(u, all.protocol, own)
	}
	return e
}

func (r *resolver) warnPlainHTTP(u *url.URL, protocol, baseURL setting) {
	if u.Scheme != "http" || tencentapi.IsLoopback(u) {
		return
	}
	cause := protocol
	if baseURL.value != "" {
		cause = baseURL
	}
	r.diags.AddAttributeWarning(cause.path, "API Requests Are Not Encrypted",
		fmt.Sprintf("The %s makes the provider call %s over plain HTTP. Whoever sees the traffic can read the signed URLs "+
			"and temporary credentials in it, and download the backups. Use HTTPS outside of tests.", cause.found, u.Host))
}
