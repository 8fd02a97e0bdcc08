// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// usage is what the meter writes of a process.
type usage struct {
	CPUSeconds float64 `json:"cpu_seconds"`
	PeakBytes  int64   `json:"peak_bytes"`
}

// readUsage reads what the processes of one Terraform command used: the sum of
// their processor time, and the largest of their peaks.
func readUsage(path string) (usage, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return usage{}, err
	}
	return addUsage(text)
}

func addUsage(text []byte) (usage, error) {
	var sum usage
	processes := 0
	for line := range bytes.Lines(text) {
		var one usage
		if err := json.Unmarshal(line, &one); err != nil {
			return usage{}, fmt.Errorf("the meter's report: %w", err)
		}
		processes++
		sum.CPUSeconds += one.CPUSeconds
		sum.PeakBytes = max(sum.PeakBytes, one.PeakBytes)
	}
	if processes == 0 {
		return usage{}, errors.New("the meter reported no process")
	}
	return sum, nil
}

func (u usage) peakMiB() float64 { return float64(u.PeakBytes) / (1 << 20) }
