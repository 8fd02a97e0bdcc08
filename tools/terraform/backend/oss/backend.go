// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package oss stands in for Terraform's state backend of this name, which no test uses.
package oss

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this build of Terraform has no such backend.
func New() backend.Backend {
	panic("this build of Terraform, for tests only, has no backend \"oss\"")
}
