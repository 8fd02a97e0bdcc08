// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package config implements the provider block. The schema derives from its arguments:
// those for credentials are in package auth, and those for the connection here.
//
// [Resolve] returns the [Settings] for a block. It reads files but makes no request,
// and reports all problems at once.
package config
