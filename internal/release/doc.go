// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package release holds the tests of what a release publishes. `make
// release-check` rehearses one: goreleaser builds it for all platforms, signs it
// with a throw-away key and publishes it to a fake of GitHub. What arrives there
// is checked as the registries do it, and installed by Terraform from a mirror.
// `make release-verify` checks a release that was downloaded.
//
// It must not import the provider.
package release
