// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// TestLock_contended: of many that take the lock again and again, one at a time
// has it, and none fails when the file disappears while it is opened.
func TestLock_contended(t *testing.T) {
	t.Parallel()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	synctest.Test(t, func(t *testing.T) {
		var holders atomic.Int32
		var running sync.WaitGroup
		for range 4 {
			running.Go(func() {
				for range 100 {
					release, err := lock(t.Context(), root, "x.lock", func() {})
					if err != nil {
						t.Error(err)
						return
					}
					if holders.Add(1) != 1 {
						t.Error("two have the lock")
					}
					holders.Add(-1)
					release()
				}
			})
		}
		running.Wait()
	})
}
