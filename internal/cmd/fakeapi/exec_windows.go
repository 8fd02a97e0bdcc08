// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import "os"

// sentByTerminal reports whether a signal has also reached the command: a console
// sends Ctrl-C to all of its processes, and nothing else can be sent.
func sentByTerminal(os.Signal) bool { return true }
