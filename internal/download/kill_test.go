// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// childVariable makes the test binary a process that downloads and no more.
const childVariable = "TENCENTREDIS_DOWNLOAD_CHILD"

// child is what such a process is told.
type child struct {
	Directory, Name string
	Source          map[string]string
	Files           []File
	URLs            []string
}

func TestMain(m *testing.M) {
	if text := os.Getenv(childVariable); text != "" {
		os.Exit(runChild(text))
	}
	os.Exit(m.Run())
}

func runChild(text string) int {
	var c child
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	_, err := Run(context.Background(), Options{
		Directory: c.Directory, Name: c.Name, Source: c.Source, Files: c.Files,
		Transport: &http.Transport{},
		URL:       func(_ context.Context, i int) (string, error) { return c.URLs[i], nil },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	peak, _ := os.ReadFile("/proc/self/status") // where the system has it
	for line := range strings.Lines(string(peak)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Print(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")))
		}
	}
	return 0
}

// process prepares such a process.
func (s *store) process(t *testing.T, o Options) *exec.Cmd {
	t.Helper()
	c := child{Directory: o.Directory, Name: o.Name, Source: o.Source, Files: o.Files}
	for _, f := range s.files {
		c.URLs = append(c.URLs, s.SignedURL(s.url, f.Key))
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childVariable+"="+string(text))
	return cmd
}

// TestRun_killed kills a process that downloads at random points, again and
// again. Nothing incomplete ever has the final name, each process continues
// what the last one left, and in the end every byte is right.
func TestRun_killed(t *testing.T) {
	t.Parallel()
	const kills = 20
	s := newStore(t, 3*mib+5, 112, 2*mib, 300<<10, mib, 700<<10)
	s.Always(fakeapi.Drip(32<<10, 2*time.Millisecond).OnFiles())
	random := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for round := 0; killed < kills; round++ {
		o := s.options(t) // a new folder for what was finished before its kill
		for killed < kills {
			cmd := s.process(t, o)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(random.IntN(int(150 * time.Millisecond))))
			_ = cmd.Process.Kill()
			finished := cmd.Wait() == nil
			if _, err := os.Stat(filepath.Join(o.Directory, o.Name)); err == nil {
				break // whole, as the run below verifies
			}
			if finished {
				t.Fatal("it succeeded, and there is no folder")
			}
			killed++
		}
		result, err := Run(t.Context(), o)
		if err != nil {
			t.Fatalf("after %d kills: %v", killed, err)
		}
		s.expectWhole(t, o, result)
	}
	resumed := 0
	for _, d := range s.Downloads() {
		if d.Header.Get("Range") != "" {
			resumed++
		}
	}
	t.Logf("%d kills, %d requests, %d of them for a rest", killed, len(s.Downloads()), resumed)
	if resumed == 0 {
		t.Error("nothing was ever resumed")
	}
}

// TestRun_memory: the memory that a process needs does not depend on the size
// of the files.
func TestRun_memory(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip(err)
	}
	const limit = 40 << 10 // KiB
	s := newStore(t, 48*mib, 48*mib, 48*mib, 48*mib, 16*mib, 16*mib)
	printed, err := s.process(t, s.options(t)).Output()
	if err != nil {
		t.Fatal(err)
	}
	peak, err := strconv.Atoi(string(printed))
	if err != nil || peak > limit {
		t.Errorf("at its peak the process had %q KiB, want at most %d; error %v", printed, limit, err)
	}
	t.Logf("%d KiB at the peak", peak)
}
