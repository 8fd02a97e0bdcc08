// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package provider is everything that Terraform sees: the provider block, the
// data sources, and the words in which errors are told. Data flows one way,
// from configuration to model to API client and back into the model and state.
//
// Only main and tests import it.
package provider

import (
	"context"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var (
	_ provider.ProviderWithEphemeralResources = (*tencentRedisProvider)(nil)
	_ provider.ProviderWithFunctions          = (*tencentRedisProvider)(nil)
)

type tencentRedisProvider struct {
	version string
	getenv  func(string) string
	api     []tencentapi.Option

	pollInterval time.Duration
}

// Option replaces something that the provider takes from the process around
// it, for tests that run in parallel.
type Option func(*tencentRedisProvider)

// WithEnvironment reads environment variables through getenv instead of
// [os.Getenv].
func WithEnvironment(getenv func(string) string) Option {
	return func(p *tencentRedisProvider) { p.getenv = getenv }
}

// WithAPIOptions passes options to every API client, after the provider's own.
func WithAPIOptions(opts ...tencentapi.Option) Option {
	return func(p *tencentRedisProvider) { p.api = append(p.api, opts...) }
}

// WithPollInterval looks every d whether a backup has become available,
// instead of every 10 seconds.
func WithPollInterval(d time.Duration) Option {
	return func(p *tencentRedisProvider) { p.pollInterval = d }
}

// New returns a factory of the provider, as providerserver takes it. The
// version is the release's, "dev" for a build from source.
func New(version string, opts ...Option) func() provider.Provider {
	return func() provider.Provider {
		p := &tencentRedisProvider{version: version, getenv: os.Getenv, pollInterval: 10 * time.Second}
		for _, opt := range opts {
			opt(p)
		}
		return p
	}
}

func (p *tencentRedisProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "tencentredis"
	resp.Version = p.version
}

func (p *tencentRedisProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerSchema()
}

func (p *tencentRedisProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	s, diags := resolve(m, p.getenv)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(s.unknown) > 0 {
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
			return
		}
		hand(resp, &providerData{unknown: s.unknown})
		return
	}
	client, err := redisapi.New(s.endpoint, s.credential, p.apiOptions(req.TerraformVersion)...)
	if err != nil {
		resp.Diagnostics.AddError("Unable to Configure the Redis API Client", err.Error())
		return
	}
	hand(resp, &providerData{redis: client, region: s.region, secrets: s.secrets(), pollInterval: p.pollInterval})
}

// hand gives data to everything that reads.
func hand(resp *provider.ConfigureResponse, data *providerData) {
	resp.DataSourceData, resp.EphemeralResourceData = data, data
}

func (p *tencentRedisProvider) apiOptions(terraformVersion string) []tencentapi.Option {
	return append([]tencentapi.Option{
		tencentapi.WithRequestClient("terraform-provider-tencentredis " + p.version + "; Terraform " + terraformVersion),
		tencentapi.WithLogger(func(ctx context.Context, message string, fields map[string]any) {
			tflog.Debug(ctx, message, fields)
		}),
	}, p.api...)
}

func (p *tencentRedisProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newBackupDataSource,
		newBackupURLDataSource,
		newBackupsDataSource,
	}
}

func (p *tencentRedisProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		newBackupURLEphemeralResource,
	}
}

func (p *tencentRedisProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		newParseBackupURLFunction,
	}
}

// Resources is empty: the provider reads backups and manages nothing.
func (p *tencentRedisProvider) Resources(context.Context) []func() resource.Resource {
	return nil
}
