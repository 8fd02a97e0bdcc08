// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// command is the fake service as a process of its own, and connections to it.
type command struct {
	url       string
	transport *http.Transport
	stop      func()
}

func startCommand(ctx context.Context, path string) (*command, error) {
	ctx, cancel := context.WithCancel(ctx)
	cmd := exec.CommandContext(ctx, path, "-rate-limit", "-1")
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		cancel()
		return nil, err
	}
	stop := func() {
		cancel()
		_ = cmd.Wait() // it was killed
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	url, found := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !found {
		stop()
		return nil, errors.Join(fmt.Errorf("the fake service printed %q", line), err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 1}
	return &command{url: url, transport: transport, stop: func() { transport.CloseIdleConnections(); stop() }}, nil
}

// calls makes as many different calls as may leave at once, with a new client,
// which has no answers to share yet.
func (c *command) calls(ctx context.Context, transport http.RoundTripper) error {
	keys := tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey}
	client, err := redisapi.New(tencentapi.Endpoint{BaseURL: c.url}, keys, tencentapi.WithTransport(transport))
	if err != nil {
		return err
	}
	for i := range rateLimit {
		response, err := client.BackupURL(ctx, redisapi.BackupURLRequest{
			Region: fakeapi.DocumentRegion, InstanceID: fakeapi.DocumentInstanceID, BackupID: fakeapi.DocumentBackupID,
			LimitType: redisapi.Customize, LimitIP: []string{fmt.Sprintf("10.0.0.%d", i+1)},
		})
		if err != nil {
			return err
		}
		if len(response.BackupInfos) == 0 {
			return errors.New("the answer names no file")
		}
	}
	return nil
}

// recorder keeps what it sends.
type recorder struct {
	base http.RoundTripper
	sent []message
}

// message is a request as it leaves.
type message struct {
	header http.Header
	body   []byte
}

// RoundTrip sends r.
func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	r.sent = append(r.sent, message{request.Header.Clone(), body})
	copied := request.Clone(request.Context())
	copied.Body = io.NopCloser(bytes.NewReader(body))
	return r.base.RoundTrip(copied)
}

// post sends messages again and takes the whole answers, of which it makes
// what read does.
func (c *command) post(ctx context.Context, messages []message, read func([]byte) error) error {
	client := &http.Client{Transport: c.transport}
	for _, m := range messages {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/", bytes.NewReader(m.body))
		if err != nil {
			return err
		}
		request.Header = m.header
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(response.Body)
		if err := errors.Join(err, response.Body.Close()); err != nil {
			return err
		}
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("a raw POST was answered HTTP %s", response.Status)
		}
		if err := read(body); err != nil {
			return err
		}
	}
	return nil
}

// look is all that a raw POST makes of its answer.
func look(body []byte) error {
	if !bytes.Contains(body, []byte("BackupInfos")) {
		return errors.New("a raw POST was answered without files")
	}
	return nil
}

// decode is the least that anybody does who needs the URLs.
func decode(body []byte) error {
	var answer struct{ Response redisapi.BackupURLResponse }
	return json.Unmarshal(body, &answer)
}

// round is what the ways to make the same requests cost.
type round struct{ raw, decoded, client cost }

func (c *command) round(ctx context.Context) (r round, err error) {
	recorded := &recorder{base: c.transport}
	if err := c.calls(ctx, recorded); err != nil {
		return r, err
	}
	for _, way := range []struct {
		cost *cost
		trip func() error
	}{
		{&r.raw, func() error { return c.post(ctx, recorded.sent, look) }},
		{&r.decoded, func() error { return c.post(ctx, recorded.sent, decode) }},
		{&r.client, func() error { return c.calls(ctx, c.transport) }},
	} {
		if *way.cost, err = costOf(len(recorded.sent), way.trip); err != nil {
			return r, err
		}
	}
	return r, nil
}
