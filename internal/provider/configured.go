// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// providerData is what Configure hands to everything that reads: a client, or
// the reason why there is none yet.
type providerData struct {
	redis   *redisapi.Client
	region  string   // the provider's default; empty: none
	secrets []string // to be masked in logs

	pollInterval time.Duration // the first pause between two looks at a backup that is waited for

	unknown []path.Path // provider arguments that are known only at apply
}

// ready reports why nothing can be read yet. A provider whose arguments are
// unknown is no error by itself: reads that wait for apply anyway get a
// provider that is configured by then.
func (d *providerData) ready() diag.Diagnostics {
	if len(d.unknown) == 0 {
		return nil
	}
	names := make([]string, len(d.unknown))
	for i, p := range d.unknown {
		names[i] = p.String()
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Provider Configuration Not Known Yet",
		fmt.Sprintf("The provider block takes %s from something that does not exist before apply, "+
			"so nothing can be read during plan.\n\n"+
			"Create what it depends on first, with terraform apply -target=ADDRESS; or give the value through a "+
			"variable or the environment; or let this read depend on the same thing, so that it waits for apply.",
			strings.Join(names, ", ")))}
}

// regionFor settles the region of a read: its own, else the provider's.
func (d *providerData) regionFor(own types.String) (string, diag.Diagnostic) {
	if region := cmp.Or(own.ValueString(), d.region); region != "" {
		return region, nil
	}
	return "", diag.NewAttributeErrorDiagnostic(path.Root("region"), "Missing Region",
		"Neither this block nor the provider names the region of the instance, and there is no default.\n\n"+
			"Set `region` here, `region` in the provider block, or the environment variable `"+envRegion+"`, for example to \"ap-guangzhou\".")
}

// reading returns a context for one read: it masks secrets in the log, and it
// ends by limit, the read's timeouts.read. Every read starts with it.
func (d *providerData) reading(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(maskSecrets(ctx, d.secrets), limit, &advice.TimeoutError{Argument: "timeouts.read", Limit: limit})
}

// providerDataFrom takes what Configure handed over. It is nil while Terraform
// only validates.
func providerDataFrom(handed any) (*providerData, diag.Diagnostics) {
	if handed == nil {
		return nil, nil
	}
	data, ok := handed.(*providerData)
	if !ok {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected Provider Data",
			fmt.Sprintf("Expected %T, got %T. This is a bug of the provider; please report it.", data, handed))}
	}
	return data, nil
}

// configuredDataSource takes the provider's data in; data sources embed it.
type configuredDataSource struct{ provider *providerData }

func (c *configuredDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	var diags diag.Diagnostics
	c.provider, diags = providerDataFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
}

// configuredEphemeralResource does the same for ephemeral resources.
type configuredEphemeralResource struct{ provider *providerData }

func (c *configuredEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	var diags diag.Diagnostics
	c.provider, diags = providerDataFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
}
