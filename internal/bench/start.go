// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// pluginEnv is what Terraform sets for a provider of protocol 6, less the
// certificate: without that the two sides talk in clear, and making another one
// would hide the provider's own work.
var pluginEnv = []string{
	"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
	"PLUGIN_PROTOCOL_VERSIONS=6",
}

// started is how long a provider took from its start.
type started struct{ handshake, answer time.Duration }

// measureStart compares how soon a provider is there: the line on its standard
// output that tells where it listens, and the answer to the first call.
func measureStart(ctx context.Context, l *lab) error {
	var provider, floor []started
	side := func(program string, results *[]started) func(bool) error {
		return func(counts bool) error {
			s, err := start(ctx, program)
			if err == nil && counts {
				*results = append(*results, s)
			}
			return err
		}
	}
	err := inTurn(ctx, l.times(50, 15), side(l.programs.floor, &floor), side(l.programs.provider, &provider))
	if err != nil {
		return err
	}
	handshake := func(s started) float64 { return float64(s.handshake.Microseconds()) / 1000 }
	answer := func(s started) float64 { return float64(s.answer.Microseconds()) / 1000 }
	l.add(
		figure{Name: "start to handshake", Unit: "ms", Samples: each(provider, handshake), Against: "floor", With: each(floor, handshake)},
		figure{Name: "start to first answer", Unit: "ms", Samples: each(provider, answer), Against: "floor", With: each(floor, answer)},
	)
	return nil
}

// start runs a provider until it has answered its first call.
func start(ctx context.Context, program string) (s started, err error) {
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), pluginEnv...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return s, err
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return s, err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	s.handshake = time.Since(begin)
	if err != nil {
		return s, errors.Join(fmt.Errorf("no handshake: %w", err), cmd.Process.Kill(), cmd.Wait())
	}
	s.answer, err = call(ctx, line, begin)
	if err != nil {
		return s, errors.Join(err, cmd.Process.Kill(), cmd.Wait())
	}
	_, _ = io.Copy(io.Discard, stdout) // until it has ended
	return s, cmd.Wait()
}

// call asks the provider that printed the handshake for its schema, tells when
// the answer was there, and ends the provider.
func call(ctx context.Context, handshake string, begin time.Time) (answered time.Duration, err error) {
	address, err := addressIn(handshake)
	if err != nil {
		return 0, err
	}
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	// The request has no fields, and those of the answer are kept as unknown.
	if err := conn.Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &emptypb.Empty{}); err != nil {
		return 0, err
	}
	answered = time.Since(begin)
	// It may end before it answers; start waits until it has ended.
	_ = conn.Invoke(ctx, "/plugin.GRPCController/Shutdown", &emptypb.Empty{}, &emptypb.Empty{})
	return answered, nil
}

// addressIn reads the line of go-plugin's handshake, whose parts are the core
// protocol, that of the application, the network, the address, and "grpc".
func addressIn(handshake string) (string, error) {
	parts := strings.Split(strings.TrimSpace(handshake), "|")
	if len(parts) < 5 || parts[4] != "grpc" {
		return "", fmt.Errorf("the handshake is %q", handshake)
	}
	if parts[2] == "unix" {
		return "unix:" + parts[3], nil
	}
	return "passthrough:///" + parts[3], nil
}
