// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// machine is where and when something was measured.
type machine struct {
	Date      time.Time `json:"date"`
	System    string    `json:"system"` // "linux/amd64"
	Processor string    `json:"processor"`
	Cores     int       `json:"cores"`
	Load      string    `json:"load"` // averages over 1, 5 and 15 minutes before
	Go        string    `json:"go"`
	Terraform string    `json:"terraform"`
}

func thisMachine(terraform string) machine {
	m := machine{
		Date: time.Now().UTC().Truncate(time.Second), System: runtime.GOOS + "/" + runtime.GOARCH, Processor: "unknown processor",
		Cores: runtime.NumCPU(), Load: "unknown", Go: runtime.Version(), Terraform: terraform,
	}
	// Only Linux has these files; elsewhere a person knows.
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		m.Processor = processorIn(text)
	}
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load = strings.Join(strings.Fields(string(text))[:3], " ")
	}
	return m
}

func (m machine) String() string {
	return fmt.Sprintf("%s, %s, %d cores, %s, load before %s, %s, %s",
		m.Date.Format(time.RFC3339), m.System, m.Cores, m.Processor, m.Load, m.Go, m.Terraform)
}

// processorIn finds the name of the processor in /proc/cpuinfo.
func processorIn(text []byte) string {
	for line := range strings.Lines(string(text)) {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
