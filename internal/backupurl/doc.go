// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package backupurl reads the signed URLs under which Tencent Cloud's object
// storage (COS) serves backups. It is pure: no network, no clock.
package backupurl
