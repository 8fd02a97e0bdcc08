// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package auth finds the sources of credentials to sign requests with, and renews
// temporary ones. Each source has a file, with its arguments in the provider block, its
// lookup, and how it opens; order.go lists them.
//
// [Find] makes a [Plan] of the sources that are set. [Plan.Open] returns a source that
// requests temporary credentials when they are needed, keeps them, and renews them.
//
// Errors and logs never contain a secret, and every wait ends with the caller's
// context. The package does not depend on Terraform.
package auth
