// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// This program serves a folder if these are set.
const (
	servedFolder  = "BENCH_SERVED_FOLDER"
	servedAddress = "BENCH_SERVED_ADDRESS"
)

// store is the object storage: a plain file server in a process of its own.
type store struct {
	folder string
	crc64  map[string]string // of each file; COS sends it
	base   string            // of the URLs
	stop   func()
}

// serveFolder serves files as nginx does, for machines without it. What the CRC-64
// of a file is, the file's name with .crc64 has.
func serveFolder(folder, address string) error {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := filepath.Join(folder, filepath.Base(r.URL.Path))
		crc64, err := os.ReadFile(path + ".crc64") //nolint:gosec // below the folder
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("X-Cos-Hash-Crc64ecma", string(crc64))
		w.Header().Set("ETag", fmt.Sprintf("%q", crc64))
		http.ServeFile(w, r, path) //nolint:gosec // below the folder
	})
	server := &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: time.Minute}
	return server.ListenAndServe()
}

// start serves the files with nginx if it is installed, otherwise with this
// program, behind a line if there is one.
func (s *store) start(ctx context.Context, behind *line) error {
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	own, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, own)
	if nginx, err := exec.LookPath("nginx"); err == nil {
		config := filepath.Join(s.folder, "nginx.conf")
		if err := os.WriteFile(config, []byte(s.nginxConfig(address)), 0o600); err != nil {
			return err
		}
		cmd = exec.CommandContext(ctx, nginx, "-p", s.folder, "-e", "stderr", "-c", config)
	}
	cmd.Env = append(os.Environ(), servedFolder+"="+s.folder, servedAddress+"="+address)
	cmd.Stderr = os.Stderr
	for name, sum := range s.crc64 {
		err = errors.Join(err, os.WriteFile(filepath.Join(s.folder, name+".crc64"), []byte(sum), 0o600))
	}
	if err = errors.Join(err, cmd.Start()); err != nil {
		return err
	}
	s.base = "http://" + address
	s.stop = func() {
		_ = cmd.Process.Signal(os.Interrupt) // it may have ended
		_ = cmd.Wait()
	}
	err = waitFor(ctx, address)
	if err == nil && behind != nil {
		behind.server = address
		s.base, err = behind.listen(ctx)
	}
	return err
}

// nginxConfig serves files with sendfile, and with the CRC-64 that COS sends.
func (s *store) nginxConfig(address string) string {
	var crcs strings.Builder
	for name, sum := range s.crc64 {
		fmt.Fprintf(&crcs, "    \"/%s\" \"%s\";\n", name, sum)
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;"
	}
	return fmt.Sprintf(`daemon off; %s pid %[2]s/nginx.pid; worker_processes 2;
events {}
http {
  access_log off;
  sendfile on;
  client_body_temp_path %[2]s/t1; proxy_temp_path %[2]s/t2; fastcgi_temp_path %[2]s/t3; uwsgi_temp_path %[2]s/t4; scgi_temp_path %[2]s/t5;
  map_hash_bucket_size 128;
  map $uri $crc64 {
%[4]s  }
  server {
    listen %[3]s;
    root %[2]s;
    add_header x-cos-hash-crc64ecma $crc64;
  }
}
`, user, s.folder, address, crcs.String())
}

// waitFor waits until a server accepts connections.
func waitFor(ctx context.Context, address string) error {
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		if ctx.Err() != nil || time.Since(start) > 10*time.Second {
			return fmt.Errorf("the file server does not start: %w", err)
		}
	}
}

// line is a network line to a server: it forwards connections, each below a limit
// and all together below another one, in bytes per second; 0 is no limit.
type line struct {
	server    string
	each, all int64
	mu        sync.Mutex
	next      time.Time // when the line is free again
}

// listen returns the base of the server's URLs behind the line, which lasts as long
// as the program.
func (l *line) listen(ctx context.Context) (base string, err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go l.forward(ctx, client)
		}
	}()
	return "http://" + listener.Addr().String(), nil
}

// forward ends when either side closes its connection.
func (l *line) forward(ctx context.Context, client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := (&net.Dialer{}).DialContext(ctx, "tcp", l.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	buffer := make([]byte, 64<<10)
	var own time.Time // when this connection may send again
	for {
		n, err := server.Read(buffer)
		time.Sleep(time.Until(l.reserve(n, &own)))
		if _, writeErr := client.Write(buffer[:n]); err != nil || writeErr != nil {
			return
		}
	}
}

// reserve returns when n bytes may be sent.
func (l *line) reserve(n int, own *time.Time) time.Time {
	later := func(t time.Time, rate int64) time.Time {
		// A sleep that was too long is made up for.
		if earliest := time.Now().Add(-50 * time.Millisecond); t.Before(earliest) {
			t = earliest
		}
		if rate == 0 {
			return t
		}
		return t.Add(time.Duration(n) * time.Second / time.Duration(rate))
	}
	*own = later(*own, l.each)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next = later(l.next, l.all)
	if l.next.After(*own) {
		return l.next
	}
	return *own
}

func freeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
