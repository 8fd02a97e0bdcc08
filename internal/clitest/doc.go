// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package clitest holds tests of the built provider, which a real Terraform or
// OpenTofu runs as a process of its own, as it does for a person: what is shown
// and logged, exit codes, Ctrl-C, and what is linked into the binary.
//
// It must not import the provider. What terraform-plugin-testing can show is
// tested beside the provider instead.
package clitest
