// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package provider implements the Terraform provider: its data sources, resource,
// ephemeral resource, actions, and function.
//
// Only main and tests import it.
package provider

import (
	"context"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

var (
	_ provider.ProviderWithActions            = (*tencentRedisProvider)(nil)
	_ provider.ProviderWithConfigValidators   = (*tencentRedisProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*tencentRedisProvider)(nil)
	_ provider.ProviderWithFunctions          = (*tencentRedisProvider)(nil)
)

// envRegion is the environment variable for the argument region.
const envRegion = "TENCENTCLOUD_REGION"

// tencentRedisProvider is the provider. Tests replace its surroundings, so that they
// can run in parallel.
type tencentRedisProvider struct {
	version      string
	process      setting.Process
	pollInterval time.Duration       // the first pause of [redisapi.Poll]
	api          []tencentapi.Option // for each API client, after the provider's own
}

// New returns a factory for the provider. The version is "dev" for a build from
// source.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		home, _ := os.UserHomeDir() // "" after an error
		return &tencentRedisProvider{
			version: version, pollInterval: redisapi.PollInterval,
			process: setting.Process{Getenv: os.Getenv, Home: home, Now: time.Now, Open: textfile.Open},
		}
	}
}

func (p *tencentRedisProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "tencentredis"
	resp.Version = p.version
}

func (p *tencentRedisProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = config.Schema()
}

func (p *tencentRedisProvider) ConfigValidators(context.Context) []provider.ConfigValidator {
	return config.Validators()
}

func (p *tencentRedisProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	block, unknown, err := config.ReadBlock(req.Config)
	if err != nil {
		resp.Diagnostics.AddError("Unreadable Provider Configuration", err.Error()+". This is a bug in the provider. Please report it.")
		return
	}
	if len(unknown) > 0 {
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
			return
		}
		setData(resp, &providerData{unknown: unknown})
		return
	}
	s, diags := config.Resolve(ctx, block, p.process)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	data, err := p.connect(s, req.TerraformVersion)
	if err != nil {
		resp.Diagnostics.AddError("Unable to Configure the Redis API Client", err.Error())
		return
	}
	logSource(ctx, s)
	setData(resp, data)
}

// connect creates the clients. It makes no request, so a plan that reads nothing
// needs no network.
func (p *tencentRedisProvider) connect(s config.Settings, terraformVersion string) (*providerData, error) {
	api := append(s.APIOptions(), tencentapi.WithClock(p.process.Now),
		tencentapi.WithRequestClient("terraform-provider-tencentredis "+p.version+"; Terraform "+terraformVersion),
		tencentapi.WithLogger(func(ctx context.Context, message string, fields map[string]any) {
			tflog.Debug(ctx, message, fields)
		}))
	api = append(api, p.api...)
	source, err := s.Credentials(api, func(ctx context.Context, message string, fields map[string]any) {
		tflog.Warn(ctx, message, fields)
	})
	if err != nil {
		return nil, err
	}
	client, err := redisapi.New(s.Redis, source, append(api, tencentapi.WithSourceName(s.Plan.String()))...)
	if err != nil {
		return nil, err
	}
	return &providerData{
		redis: client, downloads: s.Transport(), retries: s.Retries, region: s.Region, secrets: s.Secrets(), pollInterval: p.pollInterval,
		account: func(ctx context.Context) (string, error) { return s.Account(ctx, api, source) },
	}, nil
}

func setData(resp *provider.ConfigureResponse, data *providerData) {
	resp.DataSourceData, resp.EphemeralResourceData = data, data
	resp.ResourceData, resp.ActionData = data, data
}

func (p *tencentRedisProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		newBackupCreateAction,
		newBackupDownloadAction,
	}
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

func (p *tencentRedisProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		newBackupDownloadResource,
		newFinalBackupResource,
	}
}
