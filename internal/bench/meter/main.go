// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command meter stands in for a provider: it runs the provider that
// METER_PROGRAM names and, when that has ended, appends what it used to the
// file that METER_REPORT names, as a line of JSON.
//
// Terraform starts a provider, and only a process's parent is told what it
// used. The meter is small, so its own memory hides nothing.
package main

import (
	"encoding/json"
	"errors"
	"log"
	"os"
	"os/exec"
)

// usage is what a process used. The reader has a type of its own, since a
// command cannot be imported.
type usage struct {
	CPUSeconds float64 `json:"cpu_seconds"` // user and system
	PeakBytes  int64   `json:"peak_bytes"`  // resident memory; 0 where the system does not tell
}

func main() {
	cmd := exec.Command(os.Getenv("METER_PROGRAM")) //nolint:gosec,noctx // running it is the purpose, until it ends by itself
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		log.Fatal(err)
	}
	if err := report(os.Getenv("METER_REPORT"), cmd.ProcessState); err != nil {
		log.Fatal(err)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		os.Exit(exit.ExitCode())
	}
}

func report(path string, state *os.ProcessState) (err error) {
	line, err := json.Marshal(usage{
		CPUSeconds: (state.UserTime() + state.SystemTime()).Seconds(),
		PeakBytes:  peakBytes(state),
	})
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600) //nolint:gosec // the driver names it
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n')) // one write, so that processes do not mix their lines
	return errors.Join(err, file.Close())
}
