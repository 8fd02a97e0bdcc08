// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// downloadProgressInterval is the minimum time between two reports.
const downloadProgressInterval = 2 * time.Second

// downloadProgress puts the progress of a download into words.
type downloadProgress struct {
	send    func(string)
	last    time.Time // of the last report
	bytes   int64     // then; -1 before the first one
	waiting bool
}

func newDownloadProgress(send func(string)) *downloadProgress {
	return &downloadProgress{send: send, last: time.Now(), bytes: -1}
}

// report is the callback for [download.Options].
func (p *downloadProgress) report(d download.Progress) {
	if d.Waiting && !p.waiting {
		p.waiting = true
		p.send("Waiting for another process that downloads to the same folder.")
		return
	}
	since := time.Since(p.last)
	if d.Waiting || since < downloadProgressInterval || d.Finished == d.Files {
		return
	}
	parts := []string{download.FormatSize(d.Bytes)}
	if d.Size > d.Bytes {
		parts[0] += fmt.Sprintf(" of %s (%.0f%%)", download.FormatSize(d.Size), 100*float64(d.Bytes)/float64(d.Size))
	}
	if d.Files > 1 { // several arrive at the same time
		parts = append(parts, fmt.Sprintf("%d of %d files complete", d.Finished, d.Files))
	}
	if speed := float64(d.Bytes-p.bytes) / since.Seconds(); p.bytes >= 0 && speed >= 1 {
		parts = append(parts, download.FormatSize(int64(speed))+"/s")
		if d.Size > d.Bytes {
			left := time.Duration(float64(d.Size-d.Bytes) / speed * float64(time.Second))
			parts = append(parts, left.Round(time.Second).String()+" left")
		}
	}
	p.last, p.bytes = time.Now(), d.Bytes
	p.send(strings.Join(parts, ", ") + ".")
}
