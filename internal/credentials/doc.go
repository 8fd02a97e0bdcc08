// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package credentials finds what requests are signed with: a key pair that
// somebody wrote down, or a temporary one that a service hands out.
//
// It works in two halves. [Resolve] decides: from the provider block, the
// environment and tccli's profile files it makes a [Plan], in the one order
// that [Order] states, without a network. [Plan.Open] acts on the plan: it
// returns a source that fetches, keeps and renews temporary credentials when
// they are asked for.
//
// Three promises hold throughout. Nothing that is returned as an error or
// logged holds a secret. What cannot be meant, such as half a key pair or two
// sources in one provider block, is an error and never a guess. And every wait
// ends with the caller's context, and with that of no other caller.
//
// The package knows nothing of Terraform.
package credentials
