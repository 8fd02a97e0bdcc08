// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package release holds the test of a release's files. `make release-check`
// builds a release for all platforms, signed with a throw-away key, checks it as
// the registries do, and installs it from a mirror. With a folder, it checks the
// files of a published release.
//
// It must not import the provider.
package release
