// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package terraform is empty. Only tests inside Terraform import it, but `go mod tidy` looks for it.
package terraform
