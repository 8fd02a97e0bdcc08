// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package clitest tests the built provider with the real Terraform or OpenTofu: output,
// logs, exit codes, interrupts, and the packages in the binary.
//
// It must not import the provider. Tests that terraform-plugin-testing can run belong to
// the provider.
package clitest
