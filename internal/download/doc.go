// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package download downloads files from signed URLs to disk. It resumes interrupted
// transfers, checks every byte, and renames files only once they are complete. It
// does not depend on Terraform or an API: a function returns the URLs, and errors
// never contain one.
//
// The files of a download are in a folder of their own. An incomplete folder is
// called NAME.part, and its manifest.json has what is needed to resume. Renaming
// it to NAME is the last step, so a process can be killed at any point.
package download
