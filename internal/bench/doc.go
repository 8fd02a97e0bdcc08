// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command bench measures what the provider costs beside a provider that does
// nothing (the folder floor), how close it keeps to the API's rate limit, and how
// fast it downloads, with a real Terraform and the fake service on this machine.
// It prints a table of ratios, which BENCHMARKS.md explains.
//
//	go -C internal/bench run . -only plan,pacing
//
// Both sides of a ratio are measured in turn, so that both meet the same
// disturbances. It fails if something could not be measured, never because of a
// figure. It is a module of its own, so that nothing of it becomes a dependency of
// the provider.
package main
