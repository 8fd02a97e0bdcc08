// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"golang.org/x/text/unicode/norm"
)

// File is a file to download. A Size of 0 means that it is unknown.
type File struct {
	Name string
	Size int64
}

// Options describes one download. The fields up to Transport are required.
type Options struct {
	// Directory is the parent of the folder, as the user wrote it. It is created with
	// mode 0700 if it does not exist.
	Directory string
	// Name is the name of the folder for the files.
	Name string
	// Source identifies the download. A complete or partial folder is reused only
	// if its manifest has the same source.
	Source map[string]string
	// Files are the files, in any order. On disk and in the result, their names are in
	// the Unicode form NFC.
	Files []File
	// URL returns a URL for the file with that name. It is called concurrently,
	// and again for a file whose URL was refused.
	URL func(ctx context.Context, name string) (string, error)
	// Transport sends the requests.
	Transport http.RoundTripper

	// Owner, if set, is a random token of the caller. It is entered in the manifest:
	// [Remove] keeps the files until the last owner removes them.
	Owner string
	// Progress, if set, is called from time to time, never concurrently.
	Progress func(Progress)
	// IdleTimeout ends a request that has waited for the network for this long after
	// its first byte. Defaults to 60 seconds.
	IdleTimeout time.Duration
	// FirstByteTimeout ends a request whose response has no first byte of the file
	// after this time. 0 means that only ctx does.
	FirstByteTimeout time.Duration
	// Connections is the maximum number of connections, for all files together. A
	// large file uses several if one is slow. Defaults to 8.
	Connections int
	// Retries is the maximum number of retries of a file until the next byte is
	// received. A start from the beginning counts until the end.
	Retries int
	// Backoff is the pause before the first retry. It doubles up to thirty times
	// that. Defaults to one second.
	Backoff time.Duration
}

// Progress is the progress of a download.
type Progress struct {
	// Waiting is set while another process holds the lock.
	Waiting bool
	// Finished is how many of Files are complete.
	Finished, Files int
	// Bytes is the number of bytes on disk. Size is the sum of all known sizes.
	Bytes, Size int64
}

// Result is a finished download.
type Result struct {
	// Files are sorted by [CompareNames].
	Files []FileResult
	// Reused is set if the folder existed and was verified.
	Reused bool
}

// Size returns the sum of the files' sizes in bytes.
func (r *Result) Size() (size int64) {
	for _, f := range r.Files {
		size += f.Size
	}
	return size
}

// FileResult is a file on disk.
type FileResult struct {
	Name   string
	Size   int64
	SHA256 string // hexadecimal
	// RDB is nil if the file does not begin like an RDB file.
	RDB *RDBHead
	// Checked is which of the checks below the file passed.
	Checked []string
}

// The checks in [FileResult.Checked].
const (
	CheckSize  = "size"      // the size that was announced
	CheckCRC64 = "crc64ecma" // the CRC-64 that the store sends
	CheckRDB   = "rdb"       // the CRC-64 at the end of an RDB file
)

// normalized sets the defaults, sorts the files, and has their names in NFC, as Terraform
// does.
func (o Options) normalized() Options {
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	o.IdleTimeout = cmp.Or(o.IdleTimeout, time.Minute)
	o.Backoff = cmp.Or(o.Backoff, time.Second)
	o.Connections = cmp.Or(o.Connections, 8)
	given, url := map[string]string{}, o.URL
	files := make([]File, len(o.Files))
	for i, f := range o.Files {
		files[i] = File{Name: norm.NFC.String(f.Name), Size: f.Size}
		given[files[i].Name] = f.Name
	}
	o.URL = func(ctx context.Context, name string) (string, error) { return url(ctx, given[name]) }
	slices.SortFunc(files, func(a, b File) int { return CompareNames(a.Name, b.Name) })
	o.Files = files
	return o
}
