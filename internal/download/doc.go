// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package download downloads files from signed URLs to disk. It resumes interrupted
// transfers, checks every byte, and moves files only once they are complete. It
// does not depend on Terraform or an API: a function returns the URLs, and errors
// never contain one.
//
// The files of a download are in a folder of their own. An incomplete folder is
// called NAME.part, and its manifest.json says how much of each file was really
// written. Renaming it to NAME is the last step, so a process can be killed at any
// point. A finished folder is verified, and what is missing or has changed comes from
// NAME.part as well, file by file.
package download
