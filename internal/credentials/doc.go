// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package credentials returns the credentials to sign requests with, and renews
// temporary ones.
//
// The caller finds the settings in the provider block, the environment, or a
// profile of tccli (see [ReadProfile]), and makes a [Plan] of them. [Plan.Open]
// returns a source that requests temporary credentials when they are needed, keeps
// them, and renews them.
//
// Errors and logs never contain a secret, and every wait ends with the caller's
// context. The package does not depend on Terraform.
package credentials
