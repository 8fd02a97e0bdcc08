// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import "os"

// sentByTerminal reports whether the command got the signal too: a console sends Ctrl-C
// to all of its processes, and there are no other signals.
func sentByTerminal(os.Signal) bool { return true }
