// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package download stores files from signed URLs on disk: resumed where a
// transfer broke off, checked to the last byte, and visible under their final
// name only once they are whole. It knows neither Terraform nor any API: URLs
// come from a function, and errors never contain one.
//
// The files of one download live in a folder of their own. While it is
// incomplete the folder is called NAME.part; its manifest.json records what is
// needed to resume. Renaming it to NAME is the last step, so a process can be
// killed at any point.
package download
