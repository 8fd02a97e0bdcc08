// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package e2e holds the tests that need a real Redis. They run with
// `make e2e` only: servers are filled, their RDB files become a backup in the
// fake service, examples/restore-backup restores it through the built provider,
// and each key is compared with what it was.
//
// It must not import the provider. Redis's protocol is spoken with code of its
// own, so that go.mod needs no client.
package e2e
