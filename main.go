// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-tencentredis is a Terraform provider for backups of
// TencentDB for Redis. Terraform starts it; only -debug is for use by hand.
package main

import (
	"flag"
	"log"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/actionserver"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/provider"
)

// version is set by the linker for releases.
var version = "dev"

// logLevels are the variables for the log levels of the provider and its libraries.
var logLevels = []string{"TF_LOG_PROVIDER_TENCENTREDIS", "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"}

func main() {
	debug := flag.Bool("debug", false, "serve until interrupted and print TF_REATTACH_PROVIDERS, for use with a debugger")
	flag.Parse()
	if !*debug {
		disableUnusedLog()
		outliveTerraform()
	}

	var opts []tf6server.ServeOpt
	if *debug {
		opts = append(opts, tf6server.WithManagedDebug())
	}
	err := tf6server.Serve("registry.terraform.io/tencentredis/tencentredis", newServer, opts...)
	if err != nil {
		log.Fatal(err)
	}
}

func newServer() tfprotov6.ProviderServer {
	return actionserver.Wrap(providerserver.NewProtocol6(provider.New(version)())())
}

// disableUnusedLog disables the log unless the environment enables it. Terraform and
// OpenTofu would discard it, but only after it was written here and parsed there,
// which takes a third of the CPU time of a read.
func disableUnusedLog() {
	isSet := func(name string) bool { return os.Getenv(name) != "" }
	if isSet("TF_LOG") || isSet("TF_LOG_PROVIDER") || slices.ContainsFunc(logLevels, isSet) {
		return
	}
	for _, name := range logLevels {
		_ = os.Setenv(name, "OFF") // otherwise, the log is discarded later
	}
}

// outliveTerraform ignores SIGTERM until Terraform has exited. Programs such as
// timeout(1) signal all processes of a pipeline. Terraform then stops the provider's
// reads, and would report a crash if it had already exited. go-plugin does the same
// for Ctrl-C.
func outliveTerraform() {
	terraform := os.Getppid()
	signaled := make(chan os.Signal, 1)
	signal.Notify(signaled, syscall.SIGTERM)
	go func() {
		<-signaled
		for os.Getppid() == terraform { // while it runs
			time.Sleep(100 * time.Millisecond)
		}
		os.Exit(1)
	}()
}
