// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The environment variables, named as in the official provider.
//
//nolint:gosec // names of variables, no credentials
const (
	envSecretID      = "TENCENTCLOUD_SECRET_ID"
	envSecretKey     = "TENCENTCLOUD_SECRET_KEY"
	envSecurityToken = "TENCENTCLOUD_SECURITY_TOKEN"
	envRegion        = "TENCENTCLOUD_REGION"
	envProtocol      = "TENCENTCLOUD_PROTOCOL"
	envDomain        = "TENCENTCLOUD_DOMAIN"
	envEndpointRedis = "TENCENTCLOUD_ENDPOINT_URL_REDIS"
)

// settings is what the provider block and the environment amount to.
type settings struct {
	credential tencentapi.Credential
	region     string // empty: each data source must name its own
	endpoint   tencentapi.Endpoint
	unknown    []path.Path // what is not known before apply; the rest is then of no use
}

func (s settings) secrets() []string {
	var secrets []string
	for _, secret := range []string{s.credential.SecretKey, s.credential.Token} {
		if secret != "" {
			secrets = append(secrets, secret)
		}
	}
	return secrets
}

// resolve settles each setting: the block wins over the environment, and what
// is blank counts as missing. It gathers every problem before it returns.
func resolve(m providerModel, getenv func(string) string) (settings, diag.Diagnostics) {
	r := resolver{getenv: getenv}
	endpointRedis := attribute(m.Endpoints, "redis")

	secretID := r.find(m.SecretID, path.Root("secret_id"), envSecretID)
	secretKey := r.find(m.SecretKey, path.Root("secret_key"), envSecretKey)
	token := r.find(m.SecurityToken, path.Root("security_token"), envSecurityToken)
	region := r.find(m.Region, path.Root("region"), envRegion)
	protocol := r.find(m.Protocol, path.Root("protocol"), envProtocol)
	domain := r.find(m.Domain, path.Root("domain"), envDomain)
	baseURL := r.find(endpointRedis, path.Root("endpoints").AtName("redis"), envEndpointRedis)

	if len(r.unknown) > 0 {
		return settings{unknown: r.unknown}, r.diags
	}
	r.requireCredentials(secretID, secretKey)
	r.check(region, regionValidator)
	r.check(domain, domainValidator)
	r.check(protocol, stringCheck{check: checkProtocol})
	r.check(baseURL, baseURLValidator)

	s := settings{
		credential: tencentapi.Credential{SecretID: secretID.value, SecretKey: secretKey.value, Token: token.value},
		region:     region.value,
		endpoint:   tencentapi.Endpoint{BaseURL: baseURL.value, Protocol: protocol.value, Domain: domain.value},
	}
	if u, err := s.endpoint.URL(redisapi.Service); err == nil {
		r.warnPlainHTTP(u, protocol, baseURL)
	}
	return s, r.diags
}

// setting is a value and where it was looked for.
type setting struct {
	value string
	path  path.Path
	env   string
	found string // "secret_id in the provider block", or the variable's name; empty: nowhere
}

type resolver struct {
	getenv  func(string) string
	unknown []path.Path
	diags   diag.Diagnostics
}

func (r *resolver) find(block types.String, at path.Path, env string) setting {
	s := setting{path: at, env: env}
	if block.IsUnknown() {
		r.unknown = append(r.unknown, at)
		return s
	}
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
func (r *resolver) check(s setting, v stringCheck) {
	if s.found != s.inEnvironment() {
		return
	}
	if err := v.check(s.value); err != nil {
		r.diags.AddAttributeError(s.path, "Invalid Provider Configuration",
			fmt.Sprintf("The %s is not usable: %s.", s.found, err))
	} else if v.warn != nil && v.warn(s.value) != "" {
		r.diags.AddAttributeWarning(s.path, "Unusual Provider Configuration",
			fmt.Sprintf("The %s: %s", s.found, v.warn(s.value)))
	}
}

func (r *resolver) requireCredentials(id, key setting) {
	if id.value != "" && key.value != "" {
		return
	}
	var b strings.Builder
	b.WriteString("Each request to the API is signed with a key pair, and ")
	switch {
	case id.value != "":
		b.WriteString("only its id was found, not its secret.")
	case key.value != "":
		b.WriteString("only its secret was found, not its id.")
	default:
		b.WriteString("none was found.")
	}
	b.WriteString(" These places were looked at, in this order:\n")
	for _, s := range []setting{id, key} {
		for _, place := range []string{s.inBlock(), s.inEnvironment()} {
			state := "not set"
			if place == s.found {
				state = "set"
			}
			fmt.Fprintf(&b, "  - %s: %s\n", place, state)
		}
	}
	b.WriteString("\nCreate a key pair at https://console.cloud.tencent.com/cam/capi, " +
		"and set both environment variables or both arguments.")
	r.diags.AddError("Missing Tencent Cloud Credentials", b.String())
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
		fmt.Sprintf("The %s makes the provider call %s over plain HTTP. "+
			"Whoever sees the traffic can read the signed URLs and download the backups. Use HTTPS outside of tests.", cause.found, u.Host))
}

// attribute takes a string out of an object that may be null or unknown.
func attribute(object types.Object, name string) types.String {
	if object.IsUnknown() {
		return types.StringUnknown()
	}
	var value attr.Value = types.StringNull()
	if v, ok := object.Attributes()[name]; ok {
		value = v
	}
	s, _ := value.(types.String)
	return s
}
