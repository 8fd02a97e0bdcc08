// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// providerData is what Configure passes to everything that reads: a client, or
// the reason why there is none yet.
type providerData struct {
	redis   *redisapi.Client
	region  string   // the provider's default; empty: none
	secrets []string // to be masked in logs

	downloads http.RoundTripper // to the object storage

	pollInterval time.Duration // the first pause while waiting for a backup

	unknown []path.Path // provider arguments that are known only at apply
}

// ready reports why nothing can be read yet. Unknown arguments are not an error
// by themselves: a read that waits for apply gets a configured provider.
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
			"Create that first with \"terraform apply -target=ADDRESS\", or set the value with a variable or in the environment. "+
			"If this block depends on the same thing, it is read during apply.",
			strings.Join(names, ", ")))}
}

// regionFor returns the region of a read: its own, or else the provider's.
func (d *providerData) regionFor(own types.String) (string, diag.Diagnostic) {
	if region := cmp.Or(own.ValueString(), d.region); region != "" {
		return region, nil
	}
	return "", diag.NewAttributeErrorDiagnostic(path.Root("region"), "Missing Region",
		"Neither this block nor the provider sets the region of the instance, and there is no default.\n\n"+
			"Set region here or in the provider block, or set the environment variable "+envRegion+", for example to \"ap-guangzhou\".")
}

// providerDataFrom returns what Configure passed on, which is nil while
// Terraform only validates.
func providerDataFrom(passed any) (*providerData, diag.Diagnostics) {
	if passed == nil {
		return nil, nil
	}
	data, ok := passed.(*providerData)
	if !ok {
		return nil, diag.Diagnostics{diag.NewErrorDiagnostic("Unexpected Provider Data",
			fmt.Sprintf("Expected %T, got %T. This is a bug in the provider; please report it.", data, passed))}
	}
	return data, nil
}

// configuredDataSource receives the provider's data; data sources embed it.
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
