// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// providerData is what Configure hands to everything that reads: a client, or
// the reason why there is none yet.
type providerData struct {
	redis   *redisapi.Client
	region  string   // the provider's default; empty: none
	secrets []string // to be masked in logs

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

// configuredDataSource takes the provider's data in; data sources embed it.
type configuredDataSource struct{ provider *providerData }

// Configure is called without data while Terraform only validates.
func (c *configuredDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	if req.ProviderData == nil {
		return
	}
	data, ok := req.ProviderData.(*providerData)
	if !ok {
		resp.Diagnostics.AddError("Unexpected Provider Data",
			fmt.Sprintf("Expected %T, got %T. This is a bug of the provider; please report it.", data, req.ProviderData))
		return
	}
	c.provider = data
}
