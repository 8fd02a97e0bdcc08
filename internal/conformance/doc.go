// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package conformance compares this project with the official Go SDK: the SDK
// drives the fake service, signs the same requests, and reads the same profile.
// It is a module of its own, so that the SDK never becomes a dependency of the
// provider.
package conformance
