// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// manifest is the content of manifest.json: the files of a folder and, while it is
// incomplete, what is needed to resume them. It never contains a URL.
type manifest struct {
	Source map[string]string `json:"source"`
	// FinishedAt is nil while the folder is incomplete.
	FinishedAt *time.Time `json:"finished_at,omitempty"`
	// Owners are the tokens of those that downloaded or verified the folder.
	Owners []string       `json:"owners,omitempty"`
	Files  []manifestFile `json:"files"`
}

type manifestFile struct {
	Name string `json:"file_name"`
	// Size is the size that the store announced, or 0 if it is unknown.
	Size int64 `json:"file_size"`
	// Bytes is how many bytes were written, and SHA256 is their digest.
	Bytes  int64  `json:"bytes,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
	// Checked is what a complete file was compared with.
	Checked []string `json:"checked,omitempty"`
	// These are from the store.
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	CRC64        string `json:"crc64ecma,omitempty"`
}

// object returns what the store said of the file.
func (f manifestFile) object() object {
	o := object{Size: unknown, ETag: f.ETag, LastModified: f.LastModified, CRC64: f.CRC64}
	if f.Size > 0 {
		o.Size = f.Size
	}
	return o
}

// announced returns the entry of a file of which nothing is on disk yet.
func announced(name string, o object) manifestFile {
	return manifestFile{Name: name, Size: max(o.Size, 0), ETag: o.ETag, LastModified: o.LastModified, CRC64: o.CRC64}
}

// readManifest returns nil if the folder has no valid manifest.
func readManifest(ctx context.Context, folder *os.Root) (*manifest, error) {
	for _, name := range []string{manifestName, manifestName + partSuffix} { // see replace
		f, err := openFile(ctx, folder, name, os.O_RDONLY)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(f)
		_ = f.Close() // it was only read
		if err != nil {
			return nil, err
		}
		var m manifest
		if json.Unmarshal(text, &m) == nil && m.Source != nil {
			return &m, nil
		}
	}
	return nil, nil //nolint:nilnil // none is no error
}

// write replaces the manifest of a folder.
func (m *manifest) write(ctx context.Context, folder *os.Root) error {
	if err := m.replace(ctx, folder); err != nil {
		return diskError("", "writing the manifest", err)
	}
	return nil
}

func (m *manifest) replace(ctx context.Context, folder *os.Root) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	const draft = manifestName + partSuffix
	if err := folder.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := openFile(ctx, folder, draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, syncFile(f), f.Close()); err != nil {
		return err
	}
	return replace(ctx, folder, draft, manifestName)
}

// describe returns the files and source of a manifest.
func (m *manifest) describe() string {
	names := make([]string, len(m.Files))
	for i, f := range m.Files {
		names[i] = f.Name
	}
	var source []string
	for _, key := range slices.Sorted(maps.Keys(m.Source)) {
		source = append(source, key+"="+m.Source[key])
	}
	return quoted(names) + " of " + strings.Join(source, ", ")
}

// own enters an owner and reports whether it is new.
func (m *manifest) own(owner string) bool {
	if owner == "" || slices.Contains(m.Owners, owner) {
		return false
	}
	m.Owners = append(m.Owners, owner)
	return true
}

// find returns nil if there is no such entry, or no manifest.
func (m *manifest) find(name string) *manifestFile {
	if m == nil {
		return nil
	}
	i := slices.IndexFunc(m.Files, func(f manifestFile) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &m.Files[i]
}

// notes is the manifest of an incomplete folder, which several transfers change.
type notes struct {
	mu       sync.Mutex
	folder   *os.Root
	manifest manifest
}

// file returns the entry of a file.
func (n *notes) file(name string) manifestFile {
	n.mu.Lock()
	defer n.mu.Unlock()
	return *n.manifest.find(name)
}

// change changes the entry of a file and writes the manifest.
func (n *notes) change(ctx context.Context, name string, change func(*manifestFile)) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	change(n.manifest.find(name))
	return n.manifest.write(ctx, n.folder)
}
