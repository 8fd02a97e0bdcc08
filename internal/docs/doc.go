// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package docs holds tests of the project's documents: links lead somewhere,
// on GitHub and in the Terraform registry, and the Chinese editions keep in
// step with the English ones.
//
// The tests read the files of the repository and need git, but no network; only
// `make links` asks the web for the links to other places.
package docs
