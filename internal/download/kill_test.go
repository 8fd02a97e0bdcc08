// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// childVariable makes the test binary a process that downloads and no more.
const childVariable = "TENCENTREDIS_DOWNLOAD_CHILD"

// child is the input of such a process.
type child struct {
	Directory, Name string
	Source          map[string]string
	Files           []File
	URLs            map[string]string
}

// children are what the test binary does instead of testing, by the variable with the
// input.
var children = map[string]func(text string) error{childVariable: runChild}

func TestMain(m *testing.M) {
	for variable, run := range children {
		if text := os.Getenv(variable); text != "" {
			if err := run(text); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func runChild(text string) error {
	var c child
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	_, err := Run(context.Background(), Options{
		Directory: c.Directory, Name: c.Name, Source: c.Source, Files: c.Files,
		Transport: &http.Transport{}, Retries: 8,
		URL: func(_ context.Context, name string) (string, error) { return c.URLs[name], nil },
	})
	if err != nil {
		return err
	}
	// What the runtime has mapped never shrinks, so it is the peak.
	mapped := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(mapped)
	fmt.Print(mapped[0].Value.Uint64())
	return nil
}

// process prepares such a process.
func (s *store) process(t *testing.T, o Options) *exec.Cmd {
	t.Helper()
	c := child{Directory: o.Directory, Name: o.Name, Source: o.Source, Files: o.Files, URLs: map[string]string{}}
	for _, f := range s.files {
		c.URLs[*f.Name] = s.SignedURL(s.url, f.Key)
	}
	return processOf(t.Context(), t, childVariable, c)
}

// processOf prepares a process of the test binary with a variable.
func processOf(ctx context.Context, t testing.TB, variable string, input any) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(os.Environ(), variable+"="+string(text))
	return cmd
}

// meter counts the bytes that a server sends, and acts at one of them.
type meter struct {
	http.Handler

	left atomic.Int64
	act  func()
}

func (m *meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.Handler.ServeHTTP(meteredWriter{w, m}, r)
}

type meteredWriter struct {
	http.ResponseWriter

	meter *meter
}

func (w meteredWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w meteredWriter) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	if left := w.meter.left.Add(-int64(n)); left <= 0 && left+int64(n) > 0 {
		_ = http.NewResponseController(w).Flush() // so that it arrives
		w.meter.act()
	}
	return n, err
}

// TestRun_killed kills a process that downloads at random points, again and
// again. Nothing incomplete ever has the final name, each process continues
// what the last one left, and in the end every byte is right.
func TestRun_killed(t *testing.T) {
	t.Parallel()
	const kills, size = 20, 8 * mib
	s := newStore(t, 3*mib+5, 112, 2*mib, 300<<10, mib, 1700<<10)
	s.Always(fakeapi.Drip(32<<10, time.Millisecond).OnFiles())
	m := &meter{Handler: s.Server}
	listener := httptest.NewServer(m)
	t.Cleanup(listener.Close)
	s.url = listener.URL
	random := rand.New(rand.NewPCG(1, 2))
	killed := 0
	for killed < kills {
		o := s.options(t)
		for killed < kills {
			finished := s.runAndKill(t, o, m, 1+random.Int64N(size/2))
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
	if resumed < kills/2 {
		t.Errorf("only %d requests were for a rest", resumed)
	}
}

// runAndKill kills the process once it was sent that many bytes, and reports
// whether it finished before.
func (s *store) runAndKill(t *testing.T, o Options, m *meter, bytes int64) (finished bool) {
	t.Helper()
	cmd := s.process(t, o)
	started := make(chan struct{})
	m.act = func() {
		<-started
		_ = cmd.Process.Kill()
	}
	m.left.Store(bytes)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	err := cmd.Wait()
	m.left.Store(0)
	return err == nil
}

// TestRun_memory: the memory that a process needs does not depend on the size
// of the files.
func TestRun_memory(t *testing.T) {
	t.Parallel()
	const limit = 56 * mib
	s := newStore(t, 48*mib, 48*mib, 48*mib, 48*mib, 16*mib, 16*mib)
	printed, err := s.process(t, s.options(t)).Output()
	if err != nil {
		t.Fatal(err)
	}
	peak, err := strconv.Atoi(string(printed))
	if err != nil || peak > limit {
		t.Errorf("at its peak the process had %q bytes, want at most %d; error %v", printed, limit, err)
	}
	t.Logf("%.1f MiB at the peak", float64(peak)/mib)
}

// TestRun_killedAhead kills a process while it receives ranges ahead. What is on disk
// is always a prefix, and the next process continues there.
func TestRun_killedAhead(t *testing.T) {
	t.Parallel()
	const kills, size = 3, 40 * mib
	s := newStore(t, size)
	s.Always(fakeapi.Drip(64<<10, 4*time.Millisecond).OnFiles())
	m := &meter{Handler: s.Server}
	listener := httptest.NewServer(m)
	t.Cleanup(listener.Close)
	s.url = listener.URL
	o := s.options(t)
	for kill := range kills {
		if s.runAndKill(t, o, m, 12*mib) {
			t.Fatalf("it finished before kill %d", kill+1)
		}
		part, err := os.Stat(filepath.Join(o.Directory, o.Name+partSuffix, "1.rdb"))
		if err != nil || part.Size() == 0 {
			t.Fatalf("nothing is left after kill %d: %v", kill+1, err)
		}
	}
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
	resumed, ahead := 0, 0
	for _, d := range s.Downloads() {
		if text := d.Header.Get("Range"); strings.HasSuffix(text, "-") {
			resumed++
		} else if text != "" {
			ahead++
		}
	}
	if resumed < kills || ahead == 0 {
		t.Errorf("%d requests continued and %d were ahead, want at least %d and some", resumed, ahead, kills)
	}
}
