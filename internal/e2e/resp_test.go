// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
)

// conn is a connection to a Redis server, for one goroutine.
type conn struct {
	t  *testing.T
	rw net.Conn
	r  *bufio.Reader
}

// dial connects to a server on loopback until the test ends.
func dial(ctx context.Context, t *testing.T, address string) (*conn, error) {
	t.Helper()
	rw, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := rw.SetDeadline(deadline); err != nil {
			return nil, err
		}
	}
	t.Cleanup(func() { _ = rw.Close() }) // the server may have closed it
	return &conn{t: t, rw: rw, r: bufio.NewReader(rw)}, nil
}

// command is a command's name and arguments, of any bytes.
type command []string

// do sends commands and returns their replies: string, int64, nil or []any. It fails
// the test if one is an error. It sends all commands before it reads a reply, so
// together they must fit into the socket buffers; send large ones one by one.
func (c *conn) do(commands ...command) []any {
	c.t.Helper()
	var all bytes.Buffer
	for _, parts := range commands {
		fmt.Fprintf(&all, "*%d\r\n", len(parts))
		for _, part := range parts {
			fmt.Fprintf(&all, "$%d\r\n%s\r\n", len(part), part)
		}
	}
	sent := make(chan error, 1)
	go func() {
		_, err := c.rw.Write(all.Bytes())
		sent <- err
	}()
	replies := make([]any, len(commands))
	for i := range replies {
		var err error
		if replies[i], err = c.reply(); err != nil {
			c.t.Fatalf("%s %.40q: %v", commands[i][0], commands[i][1:], err)
		}
	}
	if err := <-sent; err != nil {
		c.t.Fatal(err)
	}
	return replies
}

// reply reads a reply of RESP2.
func (c *conn) reply() (any, error) {
	line, err := c.r.ReadString('\n')
	if err != nil {
		return nil, err
	}
	line = strings.TrimSuffix(line, "\r\n")
	if line == "" {
		return nil, fmt.Errorf("an empty line")
	}
	kind, rest := line[0], line[1:]
	switch kind {
	case '+':
		return rest, nil
	case '-':
		return nil, fmt.Errorf("redis: %s", rest)
	}
	n, err := strconv.ParseInt(rest, 10, 64)
	switch {
	case err != nil:
		return nil, err
	case kind == ':':
		return n, nil
	case n < 0:
		return nil, nil
	case kind == '$':
		content := make([]byte, n+2)
		_, err := io.ReadFull(c.r, content)
		return string(content[:n]), err
	case kind == '*':
		items := make([]any, n)
		for i := range items {
			if items[i], err = c.reply(); err != nil {
				return nil, err
			}
		}
		return items, nil
	}
	return nil, fmt.Errorf("unknown type of reply: %q", line)
}
