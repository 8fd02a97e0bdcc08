// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// slowStore is a store with one object, whose connections are slow.
type slowStore struct {
	*httptest.Server

	// fault, if set, handles a request, counted from 1, and reports whether it did. It
	// is called with mu locked.
	fault func(w http.ResponseWriter, r *http.Request, n int) bool

	mu       sync.Mutex
	content  []byte
	etag     string
	header   http.Header // of each response
	requests []*http.Request
	active   int
	peak     int
	sent     int
	cut      int // after so many bytes, if positive
	unsized  bool
}

func newSlowStore(t *testing.T, size int) *slowStore {
	t.Helper()
	s := &slowStore{content: make([]byte, size), etag: `"0123456789abcdef0123456789abcdef"`, header: http.Header{}}
	copy(s.content, "REDIS0004")
	random := rand.New(rand.NewPCG(uint64(size), 1))
	for i := 9; i < size; i++ {
		s.content[i] = byte(random.Uint32())
	}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *slowStore) options(t *testing.T) Options {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	t.Cleanup(transport.CloseIdleConnections)
	return Options{
		Directory: t.TempDir(), Name: "backup", Source: map[string]string{"id": "x"}, Transport: transport,
		Files: []File{{Name: "1.rdb", Size: int64(len(s.content))}},
		URL:   func(context.Context, string) (string, error) { return s.URL + "/1.rdb", nil },
		// Of 16 connections, each gets ranges of 2 MiB.
		Connections: 16, Retries: 8, Backoff: time.Millisecond, IdleTimeout: 5 * time.Second,
	}
}

// serve sends 32 KiB every two milliseconds.
func (s *slowStore) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	for name, values := range s.header {
		w.Header()[name] = values
	}
	if s.fault != nil && s.fault(w, r, len(s.requests)) {
		s.mu.Unlock()
		return
	}
	content, etag, cut, unsized := s.content, s.etag, s.cut, s.unsized
	s.active++
	s.peak = max(s.peak, s.active)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.active--
	}()
	from, to := 0, len(content)
	if etag != "" {
		w.Header().Set("ETag", etag)
	}
	if condition := r.Header.Get("If-Range"); condition == "" || condition == etag {
		_, _ = fmt.Sscanf(strings.Replace(r.Header.Get("Range"), "-", " ", 1), "bytes=%d %d", &from, &to)
		if r.Header.Get("Range") != "" {
			to = min(to+1, len(content))
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, len(content)))
		}
	}
	if !unsized {
		w.Header().Set("Content-Length", fmt.Sprint(to-from))
	}
	if w.Header().Get("Content-Range") != "" {
		w.WriteHeader(http.StatusPartialContent)
	}
	for sent := 0; from < to; {
		if cut > 0 && sent >= cut {
			panic(http.ErrAbortHandler)
		}
		n, err := w.Write(content[from:min(from+32<<10, to)])
		if err != nil {
			return
		}
		from, sent = from+n, sent+n
		s.mu.Lock()
		s.sent += n
		s.mu.Unlock()
		time.Sleep(2 * time.Millisecond)
	}
}

// refuse sends an error of COS.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message><RequestId>abc</RequestId></Error>", code, message)
}

// TestRun_ahead: what a store does to the ranges of a file never changes what is on
// disk, and costs at most what was received ahead.
func TestRun_ahead(t *testing.T) {
	t.Parallel()
	const size = 20 * mib
	random := rand.New(rand.NewPCG(3, 4)) // only used with the lock of the store
	other := newSlowStore(t, size+1).content[:size]
	for name, tt := range map[string]struct {
		arrange func(*slowStore)
		peak    [2]int // the fewest and most connections
		twice   int    // the most bytes that are received twice
	}{
		"works": {func(*slowStore) {}, [2]int{6, 16}, 64 << 10},
		"two connections": {func(s *slowStore) {
			s.fault = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
				if s.active >= 2 {
					refuse(w, http.StatusServiceUnavailable, "SlowDown", "x")
				}
				return s.active >= 2
			}
		}, [2]int{2, 2}, 64 << 10},
		"ranges are ignored": {func(s *slowStore) {
			s.fault = func(_ http.ResponseWriter, r *http.Request, _ int) bool {
				r.Header.Del("Range")
				return false
			}
		}, [2]int{2, 16}, 16 * mib},
		"cuts": {func(s *slowStore) {
			s.fault = func(_ http.ResponseWriter, _ *http.Request, n int) bool {
				if n == 2 {
					s.cut = 700 << 10
				}
				return false
			}
		}, [2]int{3, 16}, mib},
		"random responses": {func(s *slowStore) {
			s.fault = func(w http.ResponseWriter, _ *http.Request, _ int) bool {
				switch random.IntN(8) {
				case 0:
					refuse(w, http.StatusServiceUnavailable, "SlowDown", "x")
				case 1:
					refuse(w, http.StatusInternalServerError, "InternalError", "x")
				case 2:
					if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
						_ = conn.Close()
					}
				default:
					s.cut = 1 + random.IntN(2*mib)
					return false
				}
				return true
			}
		}, [2]int{1, 16}, 8 * mib},
		"another ETag for one range": {func(s *slowStore) {
			s.fault = func(w http.ResponseWriter, r *http.Request, n int) bool {
				if n == 4 {
					w.Header().Set("ETag", `"other"`)
					w.Header().Set("Content-Range", strings.Replace(r.Header.Get("Range"), "=", " ", 1)+fmt.Sprintf("/%d", size))
					w.WriteHeader(http.StatusPartialContent)
				}
				return n == 4
			}
		}, [2]int{2, 16}, mib},
		"416 for one range": {func(s *slowStore) {
			s.fault = func(w http.ResponseWriter, _ *http.Request, n int) bool {
				if n == 4 {
					w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				}
				return n == 4
			}
		}, [2]int{2, 16}, mib},
		"the object changes": {func(s *slowStore) {
			s.fault = func(_ http.ResponseWriter, _ *http.Request, n int) bool {
				if n == 4 {
					s.content, s.etag = other, `"11111111111111111111111111111111"`
				}
				return false
			}
		}, [2]int{2, 16}, 2 * size},
		"weak ETag": {func(s *slowStore) { s.etag = `W/"1"` }, [2]int{1, 1}, 0},
		"no ETag":   {func(s *slowStore) { s.etag = "" }, [2]int{1, 1}, 0},
		"an ETag that is no digest, and no checksum": {func(s *slowStore) {
			s.etag = `"65f0-1400000"`
			copy(s.content, "SECRET")
		}, [2]int{1, 1}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSlowStore(t, size)
			tt.arrange(s)
			o := s.options(t)
			result, err := Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			content, err := os.ReadFile(filepath.Join(o.Directory, o.Name, "1.rdb"))
			if err != nil || !bytes.Equal(content, s.content) || result.Files[0].SHA256 != sum(s.content) {
				t.Errorf("the file is wrong; error %v", err)
			}
			if s.peak < tt.peak[0] || s.peak > tt.peak[1] || s.sent > size+tt.twice {
				t.Errorf("%d connections and %d bytes in %d requests, want %v and %d", s.peak, s.sent, len(s.requests), tt.peak, size+tt.twice)
			}
			for _, r := range s.requests {
				if strings.Contains(r.Header.Get("Range"), "-") && s.etag != "" && r.Header.Get("If-Range") == "" {
					t.Errorf("a request has the range %q without a condition", r.Header.Get("Range"))
				}
			}
		})
	}
}

// TestRun_aheadExpired: a URL that expires is renewed once for all ranges.
func TestRun_aheadExpired(t *testing.T) {
	t.Parallel()
	s := newSlowStore(t, 20*mib)
	o := s.options(t)
	urls := 0
	o.URL = func(context.Context, string) (string, error) {
		urls++
		return fmt.Sprintf("%s/1.rdb?sign=%d", s.URL, urls), nil
	}
	s.fault = func(w http.ResponseWriter, r *http.Request, n int) bool {
		expired := n > 5 && r.URL.RawQuery == "sign=1"
		if expired {
			refuse(w, http.StatusForbidden, "AccessDenied", "Request has expired")
		}
		return expired
	}
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if urls != 2 || result.Files[0].SHA256 != sum(s.content) {
		t.Errorf("%d URLs were obtained, want 2; the file is %+v", urls, result.Files[0])
	}
}

// TestRun_connections: all files together use no more connections than allowed, and
// a small file uses one.
func TestRun_connections(t *testing.T) {
	t.Parallel()
	s := newSlowStore(t, 3*mib)
	o := s.options(t)
	o.Connections, o.Files = 3, nil
	for i := range 7 {
		o.Files = append(o.Files, File{Name: fmt.Sprintf("%d.rdb", i), Size: 3 * mib})
	}
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if s.peak != 3 || len(s.requests) != 7 {
		t.Errorf("%d connections and %d requests, want 3 and 7", s.peak, len(s.requests))
	}
}
