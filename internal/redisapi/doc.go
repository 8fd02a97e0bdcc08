// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package redisapi is the part of Tencent Cloud's Redis API, version
// 2018-04-12, that this provider calls: a file for each action, with its
// request, its response and a method of [Client]. Names are the API's own, in
// Go's spelling. It knows nothing of Terraform.
package redisapi
