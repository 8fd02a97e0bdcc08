// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package conformance holds tests in which other people's clients meet this
// project's code: the official SDK drives the fake service, so that the fake is
// not only right by its own account. It is a module of its own so that the SDK
// never becomes a dependency of the provider.
package conformance
