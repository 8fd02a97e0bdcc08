// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/rpc"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/text/unicode/norm"
)

// diskVariable makes the test binary the process that serves a file system: what a
// process with a pending operation of its own file system leaves is a zombie.
const diskVariable = "TENCENTREDIS_DOWNLOAD_DISK"

// faultyDisk is a file system that fails as a test wants. It is served by a child.
type faultyDisk struct {
	dir            string // where it is mounted
	mounted, ended chan struct{}

	mu     sync.Mutex
	refuse func(op, name string) syscall.Errno
}

// newFaultyDisk mounts one. A moody one invents a new inode number for each lookup, a
// full one has no free space that it knows of, and an apple stores names in NFD. The
// test is skipped where mounting is not possible.
func newFaultyDisk(t testing.TB, kind string) *faultyDisk {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("mounting needs root")
	}
	dir := t.TempDir()
	d := &faultyDisk{dir: filepath.Join(dir, "mount"), mounted: make(chan struct{}), ended: make(chan struct{})}
	d.set(nil)
	cmd := processOf(context.WithoutCancel(t.Context()), t, diskVariable, diskServer{Dir: dir, Kind: kind})
	// The group is its own, so that it can unmount when the test is killed.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
	var log strings.Builder
	cmd.Stderr = &log
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the signal is sent when this thread ends, so it must not hang
		started <- cmd.Start()
		<-d.ended
	}()
	calls := rpc.NewServer()
	if err := errors.Join(inErr, outErr, calls.RegisterName("Disk", d), <-started); err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		calls.ServeConn(duplex{out, in})
	}()
	select {
	case <-d.mounted:
	case <-gone:
		t.Skip("there is no FUSE here: ", cmd.Wait(), &log)
	}
	t.Cleanup(func() {
		d.set(nil)
		close(d.ended)
		if err := cmd.Wait(); err != nil {
			t.Error("unmounting: ", err, &log)
		}
	})
	return d
}

// duplex is a connection over two pipes.
type duplex struct {
	io.ReadCloser
	io.Writer
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

// Operation is what the child asks about.
type Operation struct{ Op, Name string }

// Check is called by the child before each operation.
func (d *faultyDisk) Check(o Operation, refused *syscall.Errno) error {
	d.mu.Lock()
	refuse := d.refuse
	d.mu.Unlock()
	*refused = refuse(o.Op, o.Name)
	return nil
}

// Mounted is called by the child when it is ready. It returns when the test ends.
func (d *faultyDisk) Mounted(int, *int) error {
	close(d.mounted)
	<-d.ended
	return nil
}

// diskServer is the child.
type diskServer struct {
	fuse.RawFileSystem `json:"-"`

	Dir, Kind string
	parent    *rpc.Client
	inodes    atomic.Uint64
}

func init() { children[diskVariable] = serveDisk }

// serveDisk serves a file system until the test ends or dies.
func serveDisk(text string) error {
	killed := make(chan os.Signal, 1)
	signal.Notify(killed, syscall.SIGTERM)
	d := &diskServer{parent: rpc.NewClient(duplex{os.Stdin, os.Stdout})}
	if err := json.Unmarshal([]byte(text), d); err != nil {
		return err
	}
	below, mount := filepath.Join(d.Dir, "below"), filepath.Join(d.Dir, "mount")
	if err := errors.Join(os.Mkdir(below, 0o700), os.Mkdir(mount, 0o700)); err != nil {
		return err
	}
	root, err := fs.NewLoopbackRoot(below)
	if err != nil {
		return err
	}
	none := time.Duration(0)
	d.RawFileSystem = fs.NewNodeFS(root, &fs.Options{EntryTimeout: &none, AttrTimeout: &none})
	server, err := fuse.NewServer(d, mount, &fuse.MountOptions{DirectMountStrict: true, EnableLocks: true, DisabledCapabilities: fuse.CAP_PASSTHROUGH})
	if err != nil {
		return err
	}
	go server.Serve()
	if err := server.WaitMount(); err != nil {
		return err
	}
	select {
	case <-d.parent.Go("Disk.Mounted", 0, new(int), make(chan *rpc.Call, 1)).Done:
	case <-killed:
	}
	if err := server.Unmount(); err != nil {
		return errors.Join(err, syscall.Unmount(mount, syscall.MNT_DETACH)) // the end of the process aborts what is pending
	}
	return nil
}

// check asks the parent whether to refuse an operation.
func (d *diskServer) check(op, name string) fuse.Status {
	var refused syscall.Errno
	call := d.parent.Go("Disk.Check", Operation{op, name}, &refused, make(chan *rpc.Call, 1))
	select {
	case <-call.Done:
		if call.Error == nil {
			return fuse.Status(refused)
		}
	case <-time.After(30 * time.Second):
	}
	return fuse.EIO
}

func (d *diskServer) stored(name string) string {
	if d.Kind == "apple" {
		return norm.NFD.String(name)
	}
	return name
}

func (d *diskServer) invent(attr *fuse.Attr) {
	if d.Kind == "moody" {
		attr.Ino = d.inodes.Add(1) + 1<<40
	}
}

func (d *diskServer) Lookup(c <-chan struct{}, in *fuse.InHeader, name string, out *fuse.EntryOut) fuse.Status {
	status := d.RawFileSystem.Lookup(c, in, d.stored(name), out)
	d.invent(&out.Attr)
	return status
}

func (d *diskServer) GetAttr(c <-chan struct{}, in *fuse.GetAttrIn, out *fuse.AttrOut) fuse.Status {
	status := d.RawFileSystem.GetAttr(c, in, out)
	d.invent(&out.Attr)
	return status
}

func (d *diskServer) SetAttr(c <-chan struct{}, in *fuse.SetAttrIn, out *fuse.AttrOut) fuse.Status {
	op := "truncate"
	if in.Valid&fuse.FATTR_MODE != 0 {
		op = "chmod"
	}
	if status := d.check(op, ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.SetAttr(c, in, out)
}

func (d *diskServer) Mkdir(c <-chan struct{}, in *fuse.MkdirIn, name string, out *fuse.EntryOut) fuse.Status {
	if status := d.check("mkdir", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Mkdir(c, in, d.stored(name), out)
}

func (d *diskServer) Create(c <-chan struct{}, in *fuse.CreateIn, name string, out *fuse.CreateOut) fuse.Status {
	if status := d.check("create", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Create(c, in, d.stored(name), out)
}

func (d *diskServer) Open(c <-chan struct{}, in *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	if status := d.check("open", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Open(c, in, out)
}

func (d *diskServer) OpenDir(c <-chan struct{}, in *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	if status := d.check("opendir", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.OpenDir(c, in, out)
}

func (d *diskServer) Unlink(c <-chan struct{}, in *fuse.InHeader, name string) fuse.Status {
	if status := d.check("unlink", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Unlink(c, in, d.stored(name))
}

func (d *diskServer) Rmdir(c <-chan struct{}, in *fuse.InHeader, name string) fuse.Status {
	if status := d.check("rmdir", name); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Rmdir(c, in, d.stored(name))
}

// Rename is called "replace" if newName exists.
func (d *diskServer) Rename(c <-chan struct{}, in *fuse.RenameIn, oldName, newName string) fuse.Status {
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

func (d *diskServer) Writev(c <-chan struct{}, in *fuse.WriteIn, data [][]byte) (uint32, fuse.Status) {
	if status := d.check("write", ""); status != fuse.OK {
		return 0, status
	}
	return d.RawFileSystem.Writev(c, in, data)
}

func (d *diskServer) Fsync(c <-chan struct{}, in *fuse.FsyncIn) fuse.Status {
	if status := d.check("fsync", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.Fsync(c, in)
}

func (d *diskServer) FsyncDir(c <-chan struct{}, in *fuse.FsyncIn) fuse.Status {
	if status := d.check("fsyncdir", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.FsyncDir(c, in)
}

func (d *diskServer) SetLk(c <-chan struct{}, in *fuse.LkIn) fuse.Status {
	if status := d.check("lock", ""); status != fuse.OK {
		return status
	}
	return d.RawFileSystem.SetLk(c, in)
}

func (d *diskServer) StatFs(c <-chan struct{}, in *fuse.InHeader, out *fuse.StatfsOut) fuse.Status {
	status := d.RawFileSystem.StatFs(c, in, out)
	if d.Kind == "full" {
		out.Bfree, out.Bavail = 0, 0
	}
	return status
}
