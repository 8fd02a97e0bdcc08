// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// keep writes all measurements to a file of results/raw, which git ignores, and
// returns its path.
func (l *lab) keep() (string, error) {
	dir, err := filepath.Abs(filepath.Join("results", "raw"))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	text, err := json.MarshalIndent(struct {
		Machine machine  `json:"machine"`
		Quick   bool     `json:"quick"`
		Figures []figure `json:"figures"`
	}{l.machine, l.quick, l.figures}, "", "  ")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, l.machine.Date.Format("20060102T150405Z")+".json")
	return path, os.WriteFile(path, append(text, '\n'), 0o600)
}
