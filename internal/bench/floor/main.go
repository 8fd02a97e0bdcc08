// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command floor is a Terraform provider that does nothing: the least that a
// provider with this data source can cost. The benchmarks install it in place
// of the real provider, under the same address.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	err := providerserver.Serve(context.Background(), newFloor, providerserver.ServeOpts{
		Address: "registry.terraform.io/tencentredis/tencentredis",
	})
	if err != nil {
		log.Fatal(err)
	}
}

// floor has one data source, and nothing to configure.
type floor struct{}

func newFloor() provider.Provider { return floor{} }

func (floor) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "tencentredis"
}

func (floor) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (floor) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (floor) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newBackupURL}
}

func (floor) Resources(context.Context) []func() resource.Resource { return nil }
