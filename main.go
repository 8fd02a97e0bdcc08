// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-tencentredis is a Terraform provider that gets the
// backups of Tencent Cloud Redis instances out. Terraform starts it; by hand it
// is only started with -debug.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/provider"
)

// version is the release's, set by the linker.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve until interrupted and print TF_REATTACH_PROVIDERS, for use with a debugger")
	flag.Parse()

	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/tencentredis/tencentredis",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
