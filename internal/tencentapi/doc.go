// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package tencentapi speaks Tencent Cloud API 3.0: one signed POST for each
// action, one JSON envelope for each response.
//
// It knows the protocol and no service: the services' packages (redisapi, for
// one) name their actions and types and call [Call]. It knows nothing of
// Terraform either; what it has to log goes to the function set with
// [WithLogger].
//
// Three promises hold for every call. It ends when its context is done. Nothing
// that it returns or logs contains a credential, a signature, the query of a URL
// or the body of a response. And it is retried only if that can help:
// attemptsAllowed in retry.go is the whole policy.
package tencentapi
