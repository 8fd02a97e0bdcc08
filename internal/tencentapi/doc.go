// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package tencentapi is a client for Tencent Cloud API 3.0, in which each action
// is a signed POST request with a JSON response.
//
// It implements the protocol but no service: packages such as redisapi define
// actions and types, and use [Call]. It does not depend on Terraform, and logs to
// the function set with [WithLogger].
//
// Every call ends when its context is done. Errors and logs never contain a
// credential, a signature, the query of a URL, or the body of a response. A call
// is retried only if that can help; RetryRules is the policy.
package tencentapi
