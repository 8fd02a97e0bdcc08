// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package docs tests that the Chinese documents are in step with the English ones, and
// set as Chinese is. .ci/local-links checks their links.
package docs
