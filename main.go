// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-tencentredis is a Terraform provider that gets the
// backups of Tencent Cloud Redis instances out. Terraform starts it; by hand it
// is only started with -debug.
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

// version is the release's, set by the linker.
var version = "dev"

// logLevels are the variables that set what this process logs: of the provider's
// own lines, of those of the libraries below it, and of each of the two libraries.
var logLevels = []string{"TF_LOG_PROVIDER_TENCENTREDIS", "TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"}

func main() {
	debug := flag.Bool("debug", false, "serve until interrupted and print TF_REATTACH_PROVIDERS, for use with a debugger")
	flag.Parse()
	if !*debug {
		dropUnwantedLog()
		outlastSIGTERM()
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

// dropUnwantedLog has no log written where nobody asked for one. Terraform and
// OpenTofu would drop it too, but only once each line has been written here and
// parsed there, which is a third of what a read costs the processor.
func dropUnwantedLog() {
	asked := func(name string) bool { return os.Getenv(name) != "" }
	if asked("TF_LOG") || asked("TF_LOG_PROVIDER") || slices.ContainsFunc(logLevels, asked) {
		return
	}
	for _, name := range logLevels {
		_ = os.Setenv(name, "OFF") // at worst, it is written in vain
	}
}

// outlastSIGTERM has the provider end with Terraform and not before. Who ends a
// pipeline, as timeout(1) does, signals all of its processes; Terraform then
// has the provider's reads end, and would take its absence for a crash.
// go-plugin does so for Ctrl-C.
func outlastSIGTERM() {
	terraform := os.Getppid()
	signaled := make(chan os.Signal, 1)
	signal.Notify(signaled, syscall.SIGTERM)
	go func() {
		<-signaled
		for os.Getppid() == terraform { // as long as it lives
			time.Sleep(100 * time.Millisecond)
		}
		os.Exit(1)
	}()
}
