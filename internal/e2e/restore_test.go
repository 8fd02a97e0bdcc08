// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const (
	instanceID = "crs-restored"
	backupID   = "678362566696298532990001"
	shards     = 5
)

// TestE2E_restore restores the data of an instance with five shards: from real Redis
// servers through a backup, the provider and examples/restore-backup to new Redis
// servers.
func TestE2E_restore(t *testing.T) {
	t.Parallel()
	ctx := requireRedis(t)
	sources, files := fill(ctx, t)
	w := newWorkspace(ctx, t, fakeapi.Backup{ID: backupID, Files: files})

	printed := w.succeed("apply", "-input=false", "-auto-approve", "-var=instance_id="+instanceID)
	if strings.Contains(printed, "q-sign") {
		t.Errorf("apply prints a signed URL:\n%s", printed)
	}
	w.keepsNoSignature()
	w.expectHeads(sources, files)
	if n := len(w.api.Downloads()); n != shards {
		t.Errorf("%d downloads, want %d", n, shards)
	}
	dir := filepath.Join(w.dir, w.output("directory"))
	for n, source := range sources {
		restored := filepath.Join(dir, *files[n].Name)
		content, err := os.ReadFile(restored)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(content, files[n].Data) {
			t.Errorf("shard %d: the file differs from the one that the server saved", n+1)
		}
		w.mustRun("redis-check-rdb", restored)
		expectSame(t, fmt.Sprintf("shard %d", n+1), source, snapshot(startRedis(ctx, t, restored)))
	}
	w.loadsAll(sources)
	w.succeed("plan", "-input=false", "-detailed-exitcode", "-var=instance_id="+instanceID) // nothing more to do
}

// expectHeads compares what the provider read from the heads with the servers.
func (w *workspace) expectHeads(sources []map[place]value, files []fakeapi.File) {
	w.t.Helper()
	var heads map[string]struct {
		RedisVersion string    `json:"redis_version"`
		CreatedAt    time.Time `json:"created_at"`
		UsedMemory   int64     `json:"used_memory"`
		Keys         int
	}
	if err := json.Unmarshal([]byte(w.mustRun(w.cli, "output", "-json", "rdb")), &heads); err != nil {
		w.t.Fatal(err)
	}
	server := w.mustRun("redis-server", "--version")
	for n, source := range sources {
		keys := 0
		for where := range source {
			if where.db == 0 {
				keys++
			}
		}
		head := heads[*files[n].Name]
		if head.Keys != keys || !strings.Contains(server, "v="+head.RedisVersion+" ") || time.Since(head.CreatedAt).Abs() > time.Hour || head.UsedMemory <= 0 {
			w.t.Errorf("shard %d has %d keys in database 0 and is from %s, but its head says %+v", n+1, keys, server, head)
		}
	}
}

// loadsAll loads all shards into one server with the script in the guide. The script
// refuses servers with keys, and reports a damaged file.
func (w *workspace) loadsAll(sources []map[place]value) {
	w.t.Helper()
	one := startRedis(w.ctx, w.t, filepath.Join(w.t.TempDir(), "dump.rdb"))
	host, port, err := net.SplitHostPort(one.address)
	if err != nil {
		w.t.Fatal(err)
	}
	one.do(command{"CONFIG", "SET", "requirepass", "secret"})
	w.env = append(w.env, "REDISCLI_AUTH=secret")
	dir := w.output("directory")
	w.mustRun("sh", "load.sh", dir, host, port)
	all := map[place]value{}
	for _, source := range sources {
		for where, v := range source {
			v.dump = "" // commands may build the value of other parts
			all[where] = v
		}
	}
	loaded := snapshot(one)
	for where, v := range loaded {
		v.dump = ""
		loaded[where] = v
	}
	expectSame(w.t, "one server", all, loaded)

	w.loadRefuses("is not empty", dir, host, port)
	one.do(command{"FLUSHALL"})
	if err := os.WriteFile(filepath.Join(w.dir, dir, "0.rdb"), []byte("REDIS0011"), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.loadRefuses("cannot load", dir, host, port)
	one.do(command{"CONFIG", "SET", "requirepass", "other"})
	w.loadRefuses("WRONGPASS", dir, host, port)
}

func (w *workspace) loadRefuses(want string, args ...string) {
	w.t.Helper()
	printed, err := w.command("sh", append([]string{"load.sh"}, args...)...).CombinedOutput()
	if err == nil || !strings.Contains(string(printed), want) {
		w.t.Errorf("load.sh: got %v, want %q:\n%s", err, want, printed)
	}
}

// TestE2E_damaged: a file with one flipped bit, but the right size and header, is
// refused, and the directory of the backup is not created.
func TestE2E_damaged(t *testing.T) {
	t.Parallel()
	ctx := requireRedis(t)
	c := startRedis(ctx, t, filepath.Join(t.TempDir(), "dump.rdb"))
	c.do(command{"SET", "key", strings.Repeat("value ", 1000)}, command{"RPUSH", "secret key", "a", "b"})
	sound := save(c)
	damaged := slices.Clone(sound)
	damaged[len(damaged)/2] ^= 1
	w := newWorkspace(ctx, t, fakeapi.Backup{ID: backupID, Files: []fakeapi.File{rdbFile(1, sound), rdbFile(2, damaged)}})

	printed, ok := w.run("apply", "-input=false", "-auto-approve", "-var=instance_id="+instanceID)
	if ok || !strings.Contains(printed, "-2.rdb") || strings.Contains(printed, "secret key") {
		t.Errorf("it succeeded, does not report the damage, or prints keys:\n%s", printed)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "restored", backupID)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory of the backup exists: %v", err)
	}
}

// fill distributes the data over five servers by slot, like a cluster, and returns the
// values and the saved files.
func fill(ctx context.Context, t *testing.T) (values []map[place]value, files []fakeapi.File) {
	t.Helper()
	parts := make([][]entry, shards)
	for _, e := range data() {
		n := slot(e.key) * shards / slots
		parts[n] = append(parts[n], e)
	}
	size := 0
	for n, entries := range parts {
		c := startRedis(ctx, t, filepath.Join(t.TempDir(), "dump.rdb"))
		for _, e := range entries {
			c.do(append([]command{{"SELECT", e.db}}, e.make...)...)
		}
		name := fmt.Sprintf("source of shard %d", n+1)
		values = append(values, snapshot(c))
		expectEntries(t, name, entries, values[n])
		saved := save(c)
		size += len(saved)
		files = append(files, rdbFile(n+1, saved))
		t.Logf("%s: %d keys, %d bytes", name, len(entries), len(saved))
	}
	if size < 3<<20 {
		t.Errorf("the files have only %d bytes", size)
	}
	return values, files
}

// save makes a server write its RDB file and returns it.
func save(c *conn) []byte {
	c.t.Helper()
	c.do(command{"SAVE"})
	config, ok := c.do(command{"CONFIG", "GET", "dir"})[0].([]any)
	if !ok || len(config) != 2 {
		c.t.Fatalf("CONFIG GET dir returned %q", config)
	}
	content, err := os.ReadFile(filepath.Join(fmt.Sprint(config[1]), "dump.rdb"))
	if err != nil {
		c.t.Fatal(err)
	}
	return content
}

// rdbFile returns the file of a shard, named as in the API document.
func rdbFile(shard int, content []byte) fakeapi.File {
	f := fakeapi.NewFile(fmt.Sprintf("9527208-4633789-redis-server-7.0.15-1001463-ignore-%d.rdb", shard), int64(len(content)))
	f.Data = content
	return f
}

// instance returns a cluster with that backup.
func instance(b fakeapi.Backup) []fakeapi.Instance {
	b.Start = time.Now().Add(-time.Hour)
	return []fakeapi.Instance{{ID: instanceID, Region: fakeapi.DocumentRegion, Version: "7.0", Backups: []fakeapi.Backup{b}}}
}
