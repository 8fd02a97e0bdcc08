// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package e2e holds the tests that need a real Redis or a real proxy, for `make e2e`
// only. They fill Redis servers, serve their RDB files as a backup in the fake service,
// restore it with examples/restore-backup and the built provider, and compare each key.
// And they download through nginx, lighttpd, Squid, and Tinyproxy.
//
// It must not import the provider.
package e2e
