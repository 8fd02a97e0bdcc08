// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package config is everything about the provider block. One table of
// arguments says what each one is called, which type it has, which environment
// variables and profile keys stand in for it, and which values it takes; the
// schema, the lookup and the error texts derive from it.
//
// [Resolve] turns a block into [Settings]. It reads files, makes no request,
// and reports every problem at once.
package config
