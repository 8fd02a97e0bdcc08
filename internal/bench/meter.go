// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
)

// Terraform starts a provider, and only a process's parent learns what it used. So
// Terraform installs this program as the provider, and it runs the provider that
// is measured.
const (
	meteredProgram = "BENCH_METER_PROGRAM" // the provider to run
	meterReport    = "BENCH_METER_REPORT"  // the file to append its usage to
)

// usage is what the processes of a provider used.
type usage struct {
	CPUSeconds float64 `json:"cpu_seconds"`
	PeakBytes  int64   `json:"peak_bytes"` // resident memory of the largest; 0 if unknown
}

// meter runs a provider and, when it has ended, reports what it used.
func meter(program string) {
	cmd := exec.Command(program) //nolint:gosec,noctx // running it is the purpose, until it ends
	cmd.Env = append(os.Environ(), meteredProgram+"=")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		log.Fatal(err)
	}
	used := usage{(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), peakBytes(cmd.ProcessState)}
	if err := used.report(os.Getenv(meterReport)); err != nil {
		log.Fatal(err)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		os.Exit(exit.ExitCode())
	}
}

func (u usage) report(path string) error {
	line, err := json.Marshal(u)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600) //nolint:gosec // the bench names it
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n')) // one write, so that processes do not mix their lines
	return errors.Join(err, file.Close())
}

// readUsage adds up what the processes of one Terraform command reported.
func readUsage(path string) (usage, error) {
	lines, err := os.ReadFile(path)
	if err != nil {
		return usage{}, err
	}
	var sum usage
	for line := range bytes.Lines(lines) {
		var one usage
		if err := json.Unmarshal(line, &one); err != nil {
			return usage{}, fmt.Errorf("the meter's report: %w", err)
		}
		sum.CPUSeconds += one.CPUSeconds
		sum.PeakBytes = max(sum.PeakBytes, one.PeakBytes)
	}
	return sum, nil
}
