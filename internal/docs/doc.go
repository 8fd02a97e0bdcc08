// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package docs holds tests of the project's documents: links within the
// repository lead somewhere, on GitHub and in the Terraform registry, and the
// Chinese documents are in step with the English ones.
//
// The tests read the repository's files and need git, but no network.
package docs
