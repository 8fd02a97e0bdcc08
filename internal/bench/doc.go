// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command bench measures what the provider costs beside a provider that does
// nothing (the folder floor), and how it keeps to the API's limit of requests,
// with a real Terraform and the fake service on this machine. It prints a table
// of ratios and keeps the measurements in results/raw. BENCHMARKS.md in the
// repository's root says how to read them.
//
//	go -C internal/bench run . -quick
//	go -C internal/bench run . -only plan,pacing
//	go -C internal/bench run . -soak 5m
//
// What is compared is measured in turn (A B A B ...), so that both sides meet
// the same disturbances. It fails where something could not be measured, and
// never for the sake of a figure. It is a module of its own, so that nothing of
// it becomes a dependency of the provider.
package main
