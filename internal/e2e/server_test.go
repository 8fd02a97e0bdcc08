// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// startRedis starts a server until the end of the test, with the script in the guide.
// The server loads the file, if any.
func startRedis(ctx context.Context, t *testing.T, file string) *conn {
	t.Helper()
	// Another process can take the free port first.
	var printed []byte
	for range 5 {
		c, output := tryRedis(ctx, t, file)
		if c != nil {
			return c
		}
		printed = output
	}
	t.Fatalf("redis-server does not start with %s:\n%s", file, printed)
	return nil
}

// tryRedis starts a server and waits until it has loaded its file. If the server exits,
// it returns its output.
func tryRedis(ctx context.Context, t *testing.T, file string) (c *conn, printed []byte) {
	t.Helper()
	port := freePort(ctx, t)
	server := exec.CommandContext(ctx, "sh", filepath.Join(root, "examples", "restore-backup", "serve.sh"), file, port)
	var output bytes.Buffer
	server.Stdout, server.Stderr = &output, &output
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Wait() // it is killed
	}()
	t.Cleanup(func() {
		_ = server.Process.Kill() // it may have exited
		<-ended
	})
	for {
		select {
		case <-ended:
			return nil, output.Bytes()
		case <-time.After(20 * time.Millisecond):
		}
		if c := dial(ctx, t, net.JoinHostPort("127.0.0.1", port)); c.serves(server.Process.Pid) {
			return c, nil
		}
	}
}

// conn is a connection to a Redis server, for one goroutine.
type conn struct {
	t       *testing.T
	ctx     context.Context // of the test
	address string
	redis   *redis.Conn
}

// dial returns a connection that is closed when the test ends.
func dial(ctx context.Context, t *testing.T, address string) *conn {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: address, Protocol: 2, DisableIdentity: true, MaxRetries: -1})
	t.Cleanup(func() { _ = client.Close() }) // the server may have closed it
	return &conn{t, ctx, address, client.Conn()}
}

// command is a command's name and arguments, of any bytes.
type command []any

// do sends commands and returns their replies: string, int64, nil or []any. It fails
// the test if one is an error.
func (c *conn) do(commands ...command) []any {
	c.t.Helper()
	pipe := c.redis.Pipeline()
	for _, parts := range commands {
		pipe.Do(c.ctx, parts...)
	}
	done, err := pipe.Exec(c.ctx)
	if err != nil && !errors.Is(err, redis.Nil) {
		c.t.Fatal(err)
	}
	replies := make([]any, len(done))
	for i, cmd := range done {
		replies[i] = cmd.(*redis.Cmd).Val()
	}
	return replies
}

// serves reports whether the server has loaded its file and is that process, not
// another one on the same port.
func (c *conn) serves(pid int) bool {
	if c.redis.Ping(c.ctx).Err() != nil { // LOADING, or nothing listens
		return false
	}
	info, err := c.redis.Info(c.ctx, "server").Result()
	return err == nil && strings.Contains(info, "process_id:"+strconv.Itoa(pid)+"\r\n")
}

// freePort returns a free loopback port.
func freePort(ctx context.Context, t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err == nil {
		err = listener.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return port
}
