// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/text/unicode/norm"
)

// faultyDisk is a file system that fails as a test wants.
type faultyDisk struct {
	fuse.RawFileSystem

	dir string // where it is mounted

	mu     sync.Mutex
	refuse func(op, name string) syscall.Errno
	inodes atomic.Uint64
	// moody makes it invent a new inode number for each lookup, full have no free
	// space that it knows of, and apple store names in NFD.
	moody, full, apple atomic.Bool
}

// newFaultyDisk mounts one. The test is skipped where that is not possible.
func newFaultyDisk(t testing.TB) *faultyDisk {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("mounting needs root")
	}
	dir := t.TempDir()
	below, mount := filepath.Join(dir, "below"), filepath.Join(dir, "mount")
	for _, path := range []string{below, mount} {
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	root, err := fs.NewLoopbackRoot(below)
	if err != nil {
		t.Fatal(err)
	}
	none := time.Duration(0)
	d := &faultyDisk{dir: mount, RawFileSystem: fs.NewNodeFS(root, &fs.Options{EntryTimeout: &none, AttrTimeout: &none})}
	d.set(nil)
	server, err := fuse.NewServer(d, mount, &fuse.MountOptions{DirectMountStrict: true, EnableLocks: true, DisabledCapabilities: fuse.CAP_PASSTHROUGH})
	if err != nil {
		t.Skip("there is no FUSE here: ", err)
	}
	go server.Serve()
	if err := server.WaitMount(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.set(nil)
		if err := server.Unmount(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// set sets what is refused. While refuse runs, the operation hangs.
func (d *faultyDisk) set(refuse func(op, name string) syscall.Errno) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if refuse == nil {
		refuse = func(string, string) syscall.Errno { return 0 }
	}
	d.refuse = refuse
}

func (d *faultyDisk) check(op, name string) fuse.Status {
	d.mu.Lock()
	refuse := d.refuse
	d.mu.Unlock()
	return fuse.Status(refuse(op, name))
}

func (d *faultyDisk) stored(name string) string {
	if d.apple.Load() {
		return norm.NFD.String(name)
	}
	return name
}

func (d *faultyDisk) invent(attr *fuse.Attr) {
	if d.moody.Load() {
		attr.Ino = d.inodes.Add(1) + 1<<40
	}
}

func (d *faultyDisk) Lookup(c <-chan struct{}, in *fuse.InHeader, name string, out *fuse.EntryOut) fuse.Status {
	status := d.RawFileSystem.Lookup(c, in, d.stored(name), out)
	d.invent(&out.Attr)
	return status
}

func (d *faultyDisk) GetAttr(c <-chan struct{}, in *fuse.GetAttrIn, out *fuse.AttrOut) fuse.Status {
	status := d.RawFileSystem.GetAttr(c, in, out)
	d.invent(&out.Attr)
	return status
}

func (d *faultyDisk) SetAttr(c <-chan struct{}, in *fuse.SetAttrIn, out *fuse.AttrOut) fuse.Status {
	op := "truncate"
	if in.Valid&fuse.FATTR_MODE != 0 {
		op = "chmod"
	}
	if status := d.check(op, ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.SetAttr(c, in, out)
}

func (d *faultyDisk) Mkdir(c <-chan struct{}, in *fuse.MkdirIn, name string, out *fuse.EntryOut) fuse.Status {
	if status := d.check("mkdir", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Mkdir(c, in, d.stored(name), out)
}

func (d *faultyDisk) Create(c <-chan struct{}, in *fuse.CreateIn, name string, out *fuse.CreateOut) fuse.Status {
	if status := d.check("create", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Create(c, in, d.stored(name), out)
}

func (d *faultyDisk) Open(c <-chan struct{}, in *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	if status := d.check("open", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Open(c, in, out)
}

func (d *faultyDisk) Unlink(c <-chan struct{}, in *fuse.InHeader, name string) fuse.Status {
	if status := d.check("unlink", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Unlink(c, in, d.stored(name))
}

func (d *faultyDisk) Rmdir(c <-chan struct{}, in *fuse.InHeader, name string) fuse.Status {
	if status := d.check("rmdir", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Rmdir(c, in, d.stored(name))
}

// Rename is called "replace" if newName exists.
func (d *faultyDisk) Rename(c <-chan struct{}, in *fuse.RenameIn, oldName, newName string) fuse.Status {
	op := "rename"
	var there fuse.EntryOut
	if d.RawFileSystem.Lookup(c, &fuse.InHeader{NodeId: in.Newdir, Caller: in.Caller}, d.stored(newName), &there) == fuse.OK && there.NodeId != 0 {
		d.Forget(there.NodeId, 1)
		op = "replace"
	}
	if status := d.check(op, newName); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Rename(c, in, d.stored(oldName), d.stored(newName))
}

func (d *faultyDisk) Writev(c <-chan struct{}, in *fuse.WriteIn, data [][]byte) (uint32, fuse.Status) {
	if status := d.check("write", ""); status != fuse.OK {
		return 0, status
	}
	return d.RawFileSystem.Writev(c, in, data)
}

func (d *faultyDisk) Fsync(c <-chan struct{}, in *fuse.FsyncIn) fuse.Status {
	if status := d.check("fsync", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Fsync(c, in)
}

func (d *faultyDisk) FsyncDir(c <-chan struct{}, in *fuse.FsyncIn) fuse.Status {
	if status := d.check("fsyncdir", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.FsyncDir(c, in)
}

func (d *faultyDisk) SetLk(c <-chan struct{}, in *fuse.LkIn) fuse.Status {
	if status := d.check("lock", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.SetLk(c, in)
}

func (d *faultyDisk) StatFs(c <-chan struct{}, in *fuse.InHeader, out *fuse.StatfsOut) fuse.Status {
	status := d.RawFileSystem.StatFs(c, in, out)
	if d.full.Load() {
		out.Bfree, out.Bavail = 0, 0
	}
	return status
}
