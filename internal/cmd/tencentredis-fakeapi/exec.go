// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// exec serves while the command runs, and returns the command's exit status.
func (s settings) exec(ctx context.Context, fake *fakeapi.Server, listener net.Listener, stdout, stderr io.Writer) (status int, err error) {
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- serve(serving, fake, listener) }()

	cmd := exec.CommandContext(ctx, s.command[0], s.command[1:]...) //nolint:gosec // runs the user's command on purpose
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, stderr
	cmd.Env = append(withoutTencentCloud(os.Environ()), s.environment(listener)...)
	status, err = runForwarding(cmd)
	stop()
	err = errors.Join(err, <-served)
	if err != nil {
		return status, err
	}
	all, refused := failures(fake)
	summarize(stderr, all)
	if s.strict && refused > 0 && status == 0 {
		return 1, fmt.Errorf("-strict: the API refuses %d of the requests", refused)
	}
	return status, nil
}

// environment returns the variables that point a client to the fake.
func (s settings) environment(listener net.Listener) []string {
	url := "http://" + listener.Addr().String()
	env := []string{
		"TENCENTCLOUD_SECRET_ID=" + s.options.SecretID,
		"TENCENTCLOUD_SECRET_KEY=" + s.options.SecretKey,
		"TENCENTCLOUD_REGION=" + s.options.Instances[0].Region,
		"TENCENTCLOUD_ENDPOINT_URL_REDIS=" + url,
		"TENCENTCLOUD_ENDPOINT_URL_STS=" + url,
	}
	if s.options.Token != "" {
		env = append(env, "TENCENTCLOUD_SECURITY_TOKEN="+s.options.Token)
	}
	return env
}

// withoutTencentCloud drops all variables of Tencent Cloud, so that no real key reaches
// the command.
func withoutTencentCloud(environ []string) []string {
	return slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		return strings.HasPrefix(variable, "TENCENTCLOUD_") || strings.HasPrefix(variable, "TKE_")
	})
}

// runForwarding runs a command and forwards signals to it. As in a shell, the status of
// a command that a signal ended is 128 plus the signal.
func runForwarding(cmd *exec.Cmd) (status int, err error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return 127, fmt.Errorf("command %q not found", cmd.Path)
		}
		return 126, fmt.Errorf("unable to run command %q: %w", cmd.Path, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			if !sentByTerminal(s) {
				_ = cmd.Process.Signal(s) // the command may have exited
			}
		case err := <-ended:
			if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
				return 1, err
			}
			return exitStatus(cmd.ProcessState), nil
		}
	}
}

func exitStatus(state *os.ProcessState) int {
	if wait, ok := state.Sys().(syscall.WaitStatus); ok && wait.Signaled() {
		return 128 + int(wait.Signal())
	}
	return state.ExitCode()
}
