// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package tencentapi speaks Tencent Cloud API 3.0: one signed POST for each
// action, one JSON envelope for each answer.
//
// It knows the protocol and no service: the services' packages (redisapi, for
// one) name their actions and types and call [Call]. It knows nothing of
// Terraform either; what it has to log goes to the function given with
// [WithLogger].
//
// Three promises hold for every call. It ends when its context does. Nothing
// that it returns or logs holds a credential, a signature, the query of a URL
// or the body of an answer. And a call is repeated only where repeating can
// help: attemptsAllowed in retry.go is the whole policy.
package tencentapi
