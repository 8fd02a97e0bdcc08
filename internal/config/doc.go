// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package config implements the provider block. A table has each argument's name,
// type, environment variables, profile key, and allowed values; the schema, the
// lookup, and the errors derive from it.
//
// [Resolve] returns the [Settings] for a block. It reads files but makes no request,
// and reports all problems at once.
package config
