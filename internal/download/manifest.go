// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
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
	Size   int64  `json:"file_size"`
	SHA256 string `json:"sha256,omitempty"`
	// ETag, LastModified, and CRC64 are from the store.
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	CRC64        string `json:"crc64ecma,omitempty"`
}

// object returns what is known of the file in the store.
func (f manifestFile) object() object {
	o := object{Size: f.Size, ETag: f.ETag, LastModified: f.LastModified, CRC64: f.CRC64}
	if o.Size == 0 {
		o.Size = unknown
	}
	return o
}

// readManifest returns nil if the folder has no valid manifest.
func readManifest(folder *os.Root) (*manifest, error) {
	f, err := openRegular(folder, manifestName, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // none is no error
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	var m manifest
	if json.NewDecoder(f).Decode(&m) != nil {
		return nil, nil //nolint:nilnil // the same as none
	}
	return &m, nil
}

// matches reports whether the manifest is for the same source and files.
func (m *manifest) matches(o Options) bool {
	return maps.Equal(m.Source, o.Source) && slices.EqualFunc(m.Files, o.Files, func(a manifestFile, b File) bool {
		return a.Name == b.Name && (b.Size == 0 || a.Size == b.Size)
	})
}

// own enters an owner and reports whether it is new.
func (m *manifest) own(owner string) bool {
	if owner == "" || slices.Contains(m.Owners, owner) {
		return false
	}
	m.Owners = append(m.Owners, owner)
	return true
}

func (m *manifest) find(name string) *manifestFile {
	i := slices.IndexFunc(m.Files, func(f manifestFile) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &m.Files[i]
}

// notes is the manifest of an incomplete folder, which it keeps on disk.
type notes struct {
	mu       sync.Mutex
	folder   *os.Root
	manifest manifest
}

// change changes the entry of a file and writes the manifest.
func (n *notes) change(index int, change func(*manifestFile)) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	change(&n.manifest.Files[index])
	return n.write()
}

// write replaces the manifest on disk atomically.
func (n *notes) write() error {
	text, err := json.MarshalIndent(n.manifest, "", "  ")
	if err != nil {
		return err
	}
	const draft = manifestName + partSuffix
	if err := n.folder.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := openRegular(n.folder, draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if n.manifest.FinishedAt != nil {
		err = errors.Join(err, f.Sync())
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return n.folder.Rename(draft, manifestName)
}
