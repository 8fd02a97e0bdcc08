// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// downloadFiles downloads the files in l into a folder in directory.
func downloadFiles(ctx context.Context, data *providerData, l *listing, directory string, report func(download.Progress)) (*download.Result, error) {
	directory, err := absolutePath(directory)
	if err != nil {
		return nil, err
	}
	return download.Run(ctx, download.Options{
		Directory: directory,
		Name:      l.request.BackupID,
		Source:    map[string]string{"instance_id": l.request.InstanceID, "backup_id": l.request.BackupID},
		Files:     l.files,
		URL:       (&urlSource{listing: l, used: map[string]bool{}}).url,
		Transport: data.downloads,
		Owner:     "resource",
		Progress:  report,
		Retries:   8,
	})
}

// absolutePath returns a directory's absolute path, with a leading ~ resolved as
// in the paths of the provider block.
func absolutePath(directory string) (string, error) {
	home, _ := os.UserHomeDir() // ExpandHome reports a missing one
	path, err := textfile.ExpandHome(directory, home)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", &download.Error{Kind: download.NotDirectory, Reason: fmt.Sprintf("the path %q is not usable: %v", directory, err), Err: err}
	}
	return path, nil
}

// logProgress returns a callback that logs the progress.
func logProgress(ctx context.Context, l *listing) func(download.Progress) {
	return func(p download.Progress) {
		tflog.Info(ctx, "Downloading a backup", map[string]any{
			"instance_id": l.request.InstanceID, "backup_id": l.request.BackupID,
			"bytes": p.Bytes, "size": p.Size, "finished_files": p.Finished, "files": p.Files, "waiting": p.Waiting,
		})
	}
}

// urlSource returns the URLs in a listing, and reads the listing again when a
// file needs a second URL.
type urlSource struct {
	mu      sync.Mutex
	listing *listing
	used    map[string]bool
}

func (s *urlSource) url(ctx context.Context, name string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used[name] {
		if err := s.listing.read(ctx); err != nil {
			return "", err
		}
		clear(s.used)
	}
	s.used[name] = true
	i := slices.IndexFunc(s.listing.files, func(f download.File) bool { return f.Name == name })
	return s.listing.pick(s.listing.response.BackupInfos[i]), nil
}
