// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package redisapi is a client for the actions of Tencent Cloud's Redis API,
// version 2018-04-12, that this provider uses. Each action has a file with its
// request, its response, and a method of [Client]. Names are those of the API in
// Go's spelling. The package does not depend on Terraform.
package redisapi
