// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package clitest tests the built provider with the real Terraform or OpenTofu: output,
// logs, exit codes, interrupts, each example, and the packages in the binary.
//
// The scripts in testdata are transcripts of what a user types, for
// github.com/rogpeppe/go-internal/testscript; commands_test.go has their commands.
//
// It must not import the provider. Tests that terraform-plugin-testing can run belong to
// the provider.
package clitest
