// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package backupurl parses the signed URLs of backups in Tencent Cloud's object
// storage (COS). It uses neither the network nor the clock.
package backupurl
