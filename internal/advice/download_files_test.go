// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// TestDeleting: a removal that waited for another run names its lock, not the timeout.
func TestDeleting(t *testing.T) {
	t.Parallel()
	timeout := &TimeoutError{"timeouts.delete", time.Minute}
	for kind, want := range map[download.Kind]string{
		download.Permission:  "Deleting the files in \"d\" failed: REASON.\n\nDelete the folder yourself, or set delete_on_destroy to false, and apply again.",
		download.Interrupted: "Deleting the files in \"d\" failed: it took longer than timeouts.delete allows (1m0s).\n\nRaise timeouts.delete, and apply again.",
		download.Locked:      "Deleting the files in \"d\" failed: REASON.\n\nWait until that run has ended, and apply again.",
	} {
		if got := Deleting("d", &download.Error{Kind: kind, Reason: "REASON", Err: timeout}).Detail; got != want {
			t.Errorf("kind %d: got %q, want %q", kind, got, want)
		}
	}
}
