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
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// providerData is what the provider's Configure passes to its data sources,
// resources, and actions: a client, or the reason why there is none yet.
type providerData struct {
	redis   *redisapi.Client
	region  string   // the default; "" if there is none
	secrets []string // to be masked in logs

	downloads http.RoundTripper // for the object storage
	retries   int               // of a file

	account func(context.Context) (string, error) // ID of the credentials' account, from STS

	pollInterval time.Duration // the first pause while waiting for a backup

	unknown []path.Path // provider arguments whose values are known only at apply
}

// ready returns an error if no request can be made yet. Unknown arguments are
// not an error until then: a read that is deferred to apply finds them known.
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

// regionFor returns the region for a block's requests: its own or, if that is not
// set, the provider's. It returns an error if no request can be made yet.
func (d *providerData) regionFor(own types.String) (string, diag.Diagnostics) {
	if diags := d.ready(); diags.HasError() {
		return "", diags
	}
	if region := cmp.Or(strings.TrimSpace(own.ValueString()), d.region); region != "" {
		return region, nil
	}
	return "", diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("region"), "Missing Region",
		"Neither this block nor the provider sets the region of the instance, and there is no default.\n\n"+
			"Set region here or in the provider block, or set the environment variable "+envRegion+", for example to \"ap-guangzhou\".")}
}

// setProviderData sets data to what the provider's Configure passed on, which is nil
// while Terraform only validates.
func setProviderData(data **providerData, passed any, diags *diag.Diagnostics) {
	d, ok := passed.(*providerData)
	if !ok && passed != nil {
		diags.AddError("Unexpected Provider Data", fmt.Sprintf("Expected %T, got %T. This is a bug in the provider; please report it.", d, passed))
	}
	*data = d
}

// configuredDataSource receives the provider's data; data sources embed it.
type configuredDataSource struct{ provider *providerData }

func (c *configuredDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	setProviderData(&c.provider, req.ProviderData, &resp.Diagnostics)
}
