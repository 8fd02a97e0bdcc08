// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import "testing"

func TestAddUsage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		want  usage
		fails bool
	}{
		"two processes": {`{"cpu_seconds":0.5,"peak_bytes":300}` + "\n" + `{"cpu_seconds":0.25,"peak_bytes":200}` + "\n", usage{0.75, 300}, false},
		"none":          {"", usage{}, true},
		"not a report":  {"{\n", usage{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := addUsage([]byte(test.text))
			if got != test.want || (err != nil) != test.fails {
				t.Errorf("got %+v and error %v", got, err)
			}
		})
	}
}

func TestAddressIn(t *testing.T) {
	t.Parallel()
	for handshake, want := range map[string]string{
		"1|6|unix|/tmp/plugin1|grpc|\n":       "unix:/tmp/plugin1",
		"1|6|tcp|127.0.0.1:1234|grpc|abcd\n":  "passthrough:///127.0.0.1:1234",
		"1|6|unix|/tmp/plugin1|netrpc|\n":     "",
		"This binary is a plugin.\n":          "",
		"1|6|unix|/tmp/plugin1|grpc|true\r\n": "unix:/tmp/plugin1",
	} {
		got, err := addressIn(handshake)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q and error %v, want %q", handshake, got, err, want)
		}
	}
}

func TestProcessorIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"processor\t: 0\nmodel name\t: Some CPU: 3 GHz\nmodel name\t: Other\n": "Some CPU: 3 GHz",
		"processor\t: 0\n": "unknown processor",
	} {
		if got := processorIn([]byte(text)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestErrorLine(t *testing.T) {
	t.Parallel()
	const printed = "\nError: No Such Backup\n\n  with data.x\n\n│ Error: Another\n  nothing: Error: here\n"
	if got := len(errorLine.FindAllString(printed, -1)); got != 2 {
		t.Errorf("found %d errors, want 2", got)
	}
}
