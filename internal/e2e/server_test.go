// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"bytes"
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
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
		if c, err := dial(ctx, t, net.JoinHostPort("127.0.0.1", port)); err == nil && c.serves(server.Process.Pid) {
			return c, nil
		}
	}
}

// serves reports whether the server has loaded its file and is that process, not
// another one on the same port.
func (c *conn) serves(pid int) bool {
	if _, err := c.rw.Write([]byte("PING\r\n")); err != nil {
		return false
	}
	if _, err := c.reply(); err != nil { // -LOADING
		return false
	}
	info, ok := c.do(command{"INFO", "server"})[0].(string)
	return ok && bytes.Contains([]byte(info), []byte("process_id:"+strconv.Itoa(pid)+"\r\n"))
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
