// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// job is a download in progress.
type job struct {
	Options

	root   *os.Root // Directory
	folder *os.Root // NAME.part in it
	path   string   // of the complete folder
	client *http.Client
	notes  notes
	seen   *tracker
}

// Run downloads the files into the folder Name in Directory. If that folder exists
// and its manifest matches, the files are verified instead. The error is an
// [*Error]. What was received remains on disk, and the next Run resumes it.
func Run(ctx context.Context, o Options) (*Result, error) {
	o = o.withDefaults()
	if err := CheckNames(o.Name, o.Files); err != nil {
		return nil, err
	}
	directory, err := filepath.Abs(o.Directory)
	if err != nil {
		return nil, diskError("", "making the path absolute", err)
	}
	root, err := openDirectory(directory)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // only a handle
	r := &job{Options: o, root: root, path: filepath.Join(directory, o.Name), client: newClient(o.Transport), seen: newTracker(o)}
	release, err := lock(ctx, root, o.Name+lockSuffix, r.seen.waiting)
	if err != nil {
		return nil, err
	}
	defer release()
	result, err := r.reuse(ctx)
	if result != nil {
		return result, nil
	}
	if err != nil {
		return nil, asError(ctx, err)
	}
	if result, err = r.download(ctx); err != nil {
		return nil, r.seen.complete(asError(ctx, err))
	}
	return result, nil
}

// download fills the folder NAME.part and renames it.
func (r *job) download(ctx context.Context) (*Result, error) {
	old, err := r.openPart()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.folder.Close() }() // only a handle
	if err := r.checkSpace(); err != nil {
		return nil, err
	}
	if err := r.begin(old); err != nil {
		return nil, err
	}
	files, err := each(ctx, len(r.Files), r.Connections, func(ctx context.Context, i int) (FileResult, error) {
		return r.transfer(i).run(ctx)
	})
	if err != nil {
		return nil, err
	}
	if err := r.publish(); err != nil {
		return nil, diskError("", "finishing the folder", err)
	}
	return &Result{Files: files}, nil
}

// openPart opens the folder NAME.part, creates it if necessary, and returns its
// manifest. It returns an error if the folder contains anything else.
func (r *job) openPart() (*manifest, error) {
	part := r.Name + partSuffix
	if err := r.root.Mkdir(part, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, diskError("", fmt.Sprintf("creating the directory %q", filepath.Join(r.root.Name(), part)), err)
	}
	folder, err := openFolder(r.root, part)
	if err != nil {
		return nil, diskError("", "opening the incomplete directory", err)
	}
	r.folder = folder
	old, err := r.tidy()
	if err != nil {
		_ = folder.Close() // only a handle
		return nil, diskError("", "looking into the incomplete directory", err)
	}
	return old, nil
}

// tidy removes files of an earlier download that are no longer needed.
func (r *job) tidy() (*manifest, error) {
	names, err := entries(r.folder)
	if err != nil {
		return nil, err
	}
	old, err := readManifest(r.folder)
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{manifestName: true, manifestName + partSuffix: true}
	for _, f := range r.Files {
		ours[f.Name], ours[f.Name+partSuffix] = true, true
	}
	var strange []string
	for _, name := range names {
		switch {
		case ours[name]:
		case old != nil && (old.find(name) != nil || old.find(trimPart(name)) != nil):
			if err := r.folder.Remove(name); err != nil {
				return nil, err
			}
		default:
			strange = append(strange, name)
		}
	}
	if len(strange) > 0 {
		return nil, &Error{Kind: Occupied, Reason: fmt.Sprintf("%q contains %s, which no download left there", r.folder.Name(), quoted(strange))}
	}
	return old, nil
}

// begin writes the manifest, with the entries of files that can be resumed.
func (r *job) begin(old *manifest) error {
	r.notes.folder = r.folder
	r.notes.manifest = manifest{Source: r.Source, Files: make([]manifestFile, len(r.Files))}
	resumable := old != nil && (&manifest{Source: old.Source}).matches(Options{Source: r.Source})
	for i, f := range r.Files {
		r.notes.manifest.Files[i] = manifestFile{Name: f.Name}
		if !resumable {
			continue
		}
		if known := old.find(f.Name); known != nil && (f.Size == 0 || known.Size == f.Size) {
			r.notes.manifest.Files[i] = *known
		}
	}
	if err := r.notes.write(); err != nil {
		return diskError("", "writing the manifest", err)
	}
	return nil
}

// publish completes the manifest and renames the folder.
func (r *job) publish() error {
	names, err := entries(r.folder)
	if err != nil {
		return err
	}
	for _, f := range r.Files {
		if !slices.Contains(names, f.Name) {
			return &Error{Kind: Changed, File: f.Name, Reason: "another process removed it"}
		}
	}
	r.notes.manifest.own(r.Owner)
	r.notes.manifest.FinishedAt = new(time.Now().UTC().Truncate(time.Second))
	if err := errors.Join(r.notes.write(), syncFolder(r.folder), r.folder.Close()); err != nil {
		return err
	}
	// Windows does not replace an empty folder.
	if err := r.root.Remove(r.Name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := r.root.Rename(r.Name+partSuffix, r.Name); err != nil {
		return err
	}
	return syncFolder(r.root)
}

// checkSpace returns an error if the files need more space than is free.
func (r *job) checkSpace() error {
	var need int64
	for _, f := range r.Files {
		need += f.Size
		for _, name := range []string{f.Name, f.Name + partSuffix} {
			if info, err := r.folder.Lstat(name); err == nil {
				need -= min(info.Size(), f.Size)
			}
		}
	}
	return enoughSpace(r.root.Name(), need)
}

func enoughSpace(path string, need int64) error {
	if free, known := freeSpace(path); known && free < need {
		return &Error{Kind: DiskFull, Reason: fmt.Sprintf("%q has %d bytes of free space, and %d are needed", path, free, need)}
	}
	return nil
}
