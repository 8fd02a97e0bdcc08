// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package credentials opens and renews what requests are signed with: a key
// pair that somebody wrote down, or a temporary one that a service issues.
//
// It looks nothing up: a [Plan] is made of values that the caller has found,
// in the provider block, the environment or a profile of tccli, which
// [ReadProfile] reads. [Plan.Open] returns a source that fetches, keeps and
// renews temporary credentials when they are needed.
//
// No error and no log line contains a secret, and every wait ends with the
// caller's context. The package knows nothing of Terraform.
package credentials
