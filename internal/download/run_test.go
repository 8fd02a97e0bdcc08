// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const mib = 1 << 20

func TestRun(t *testing.T) {
	t.Parallel()
	s := newStore(t, 2*mib+17, 5*mib, blockSize, 112, 113, 300*1024)
	o := s.options(t)
	var last Progress
	o.Progress = func(p Progress) { last = p }
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
	for _, f := range result.Files {
		if diff := cmp.Diff([]string{CheckSize, CheckCRC64, CheckRDB}, f.Checked); diff != "" {
			t.Errorf("checks of %s (-want +got):\n%s", f.Name, diff)
		}
	}
	var size int64
	for _, f := range o.Files {
		size += f.Size
	}
	if want := (Progress{Finished: 6, Files: 6, Bytes: size, Size: size}); last != want {
		t.Errorf("the last progress is %+v, want %+v", last, want)
	}
	for _, d := range s.Downloads() {
		if d.Header.Get("Accept-Encoding") != "identity" || d.Header.Get("Authorization") != "" || d.Header.Get("Cookie") != "" || d.Header.Get("Range") != "" {
			t.Errorf("a request has the header %v", d.Header)
		}
	}

	// A finished folder is verified, without a request.
	before := len(s.Downloads())
	again, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if !again.Reused || len(s.Downloads()) != before {
		t.Errorf("the second run made %d requests", len(s.Downloads())-before)
	}
	if diff := cmp.Diff(result.Files, again.Files); diff != "" {
		t.Errorf("files of the second run (-first +second):\n%s", diff)
	}
}

// TestRun_modes: only the owner may read what was downloaded.
func TestRun_modes(t *testing.T) {
	t.Parallel()
	s := newStore(t, 4096)
	o := s.options(t)
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{
		".": 0o700, o.Name: 0o700, o.Name + "/1.rdb": 0o600, o.Name + "/" + manifestName: 0o600,
	} {
		info, err := os.Stat(filepath.Join(o.Directory, path))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v; error %v", path, info.Mode().Perm(), want, err)
		}
	}
}

// switchProtocols leaves the connection open, as an upgraded one is.
func switchProtocols(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_, _ = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"))
	}
}

// TestRun_faults: whatever goes wrong, the result is the same bytes or one
// clear error.
func TestRun_faults(t *testing.T) {
	t.Parallel()
	const size = 2*mib + 17
	type fault = fakeapi.Fault
	always := func(faults ...fault) func(*store, *Options) {
		return func(s *store, _ *Options) { s.Always(faults...) }
	}
	next := func(faults ...fault) func(*store, *Options) {
		return func(s *store, _ *Options) { s.Next(faults...) }
	}
	unsized := func(faults ...fault) func(*store, *Options) {
		return func(s *store, o *Options) { o.Files[0].Size = 0; s.Next(faults...) }
	}
	for name, tt := range map[string]struct {
		arrange func(*store, *Options)
		kind    Kind
		wrong   []string // nil: the file arrives
		ranges  []string // of the requests; nil: not compared
		checked []string // nil: all
	}{
		"cut":                 {arrange: next(fakeapi.CutFile(1000)), ranges: []string{"", "bytes=1000-"}},
		"cut at once":         {arrange: next(fakeapi.CutFile(0)), ranges: []string{"", ""}},
		"cut thrice":          {arrange: next(fakeapi.CutFile(1), fakeapi.CutFile(mib), fakeapi.CutFile(9)), ranges: []string{"", "bytes=1-", "bytes=1048577-", "bytes=1048586-"}},
		"cut again and again": {arrange: always(fakeapi.CutFile(300 << 10))},
		"always cut at once":  {arrange: always(fakeapi.CutFile(0)), kind: Unreachable, wrong: []string{"the connection failed", "Cause: unexpected EOF", "Attempts: 9"}},
		"reset":               {arrange: next(fakeapi.Reset().OnFiles())},
		"always reset":        {arrange: always(fakeapi.Reset().OnFiles()), kind: Unreachable, wrong: []string{"Attempts: 9"}},
		"reset in the body":   {arrange: next(fakeapi.ResetBody().OnFiles())},
		"hangs": {arrange: func(s *store, o *Options) {
			o.FirstByteTimeout = 200 * time.Millisecond
			s.Next(fakeapi.Hang().OnFiles())
		}},
		"hangs in the body": {arrange: func(s *store, o *Options) {
			o.FirstByteTimeout, o.IdleTimeout = 200*time.Millisecond, 200*time.Millisecond
			s.Next(fakeapi.HangBody().OnFiles())
		}},
		"always hangs": {arrange: func(s *store, o *Options) {
			o.FirstByteTimeout, o.Retries = 20*time.Millisecond, 2
			s.Always(fakeapi.Hang().OnFiles())
		}, kind: Unreachable, wrong: []string{"nothing was received for too long"}},
		"drips": {arrange: func(s *store, o *Options) {
			o.IdleTimeout = 2 * time.Second
			s.Next(fakeapi.Drip(64<<10, time.Millisecond).OnFiles())
		}, ranges: []string{""}},
		"flipped bit":          {arrange: next(fakeapi.FlipBit(70000)), ranges: []string{"", ""}},
		"always a flipped bit": {arrange: always(fakeapi.FlipBit(70000)), kind: Mismatch, wrong: []string{`file "1.rdb"`, "the CRC-64 is ", ", and the object storage announced "}},
		"flipped, no CRC":      {arrange: always(fakeapi.FlipBit(70000).And(fakeapi.NoCRC())), kind: Mismatch, wrong: []string{"the RDB checksum is ", ", and the file says "}},
		"no CRC":               {arrange: always(fakeapi.NoCRC()), checked: []string{CheckSize, CheckRDB}},
		"no size":              {arrange: unsized(), checked: nil},
		"no size, cut":         {arrange: unsized(fakeapi.CutFile(1000)), ranges: []string{"", "bytes=1000-"}},
		"no size, longer":      {arrange: unsized(fakeapi.LongerFile(10)), ranges: []string{"", ""}},
		"longer":               {arrange: next(fakeapi.LongerFile(10)), ranges: []string{"", ""}},
		"always longer":        {arrange: always(fakeapi.LongerFile(10)), kind: Mismatch, wrong: []string{"more than the announced 2097169 bytes"}},
		"announced too short":  {arrange: always(fakeapi.WrongLength(-5).OnFiles()), kind: BadResponse, wrong: []string{"it has 2097164 bytes, and 2097169 are expected"}},
		"announced too long":   {arrange: always(fakeapi.WrongLength(5).OnFiles()), kind: BadResponse, wrong: []string{"it has 2097174 bytes, and 2097169 are expected"}},
		"Range is ignored":     {arrange: func(s *store, _ *Options) { s.Next(fakeapi.CutFile(1000), s.IgnoreRange()) }, ranges: []string{"", "bytes=1000-"}},
		"other ETag":           {arrange: next(fakeapi.CutFile(1000), fakeapi.OtherETag("other")), ranges: []string{"", "bytes=1000-", ""}},
		"weak ETag":            {arrange: next(fakeapi.CutFile(1000).And(fakeapi.Header("ETag", `W/"weak"`))), ranges: []string{"", "bytes=1000-"}},
		"other range":          {arrange: next(fakeapi.CutFile(1000), fakeapi.Header("Content-Range", "bytes 5-2097168/2097169").OnFiles()), ranges: []string{"", "bytes=1000-", ""}},
		"no Content-Range":     {arrange: next(fakeapi.CutFile(1000), fakeapi.Header("Content-Range", "").OnFiles())},
		"unasked range":        {arrange: next(fakeapi.HTTPError(206).OnFiles()), ranges: []string{"", ""}},
		"416":                  {arrange: next(fakeapi.CutFile(1000), fakeapi.HTTPError(416).OnFiles()), ranges: []string{"", "bytes=1000-", ""}},
		"always 416":           {arrange: always(fakeapi.HTTPError(416).OnFiles()), kind: BadResponse, wrong: []string{"HTTP status: 416"}},
		"compressed":           {arrange: next(fakeapi.Gzip().OnFiles())},
		"503 with Retry-After": {arrange: next(fakeapi.HTTPError(503).And(fakeapi.Header("Retry-After", "1")).OnFiles())},
		"always 503":           {arrange: always(fakeapi.Fail("SlowDown").OnFiles()), kind: BadResponse, wrong: []string{"the object storage had an error", "HTTP status: 503", "Code: SlowDown", "Request ID: "}},
		"429":                  {arrange: next(fakeapi.HTTPError(429).OnFiles())},
		"expired":              {arrange: next(fakeapi.CutFile(1000), fakeapi.ExpiredURL()), ranges: []string{"", "bytes=1000-", "bytes=1000-"}},
		"always expired":       {arrange: always(fakeapi.ExpiredURL()), kind: Expired, wrong: []string{"the URL has expired", "Code: AccessDenied"}},
		"refused once":         {arrange: next(fakeapi.Fail("AccessDenied").OnFiles()), ranges: []string{"", ""}},
		"invalid redirect":     {arrange: func(s *store, o *Options) { o.Retries = 1; s.Always(fakeapi.Redirect(302, "/%zz?sign=x").OnFiles()) }, kind: BadResponse, wrong: []string{"redirects to an invalid URL"}},
		"other protocol":       {arrange: always(fakeapi.Handle(switchProtocols).OnFiles()), kind: BadResponse, wrong: []string{"HTTP status: 101"}, ranges: []string{""}},
		"unreachable":          {arrange: func(_ *store, o *Options) { o.Transport = failing{}; o.Retries = 1 }, kind: Unreachable, wrong: []string{"Cause: no route to host", "Attempts: 2"}},
		"no URL": {arrange: func(_ *store, o *Options) {
			o.URL = func(context.Context, string) (string, error) { return "", errNoURL }
		}, kind: NoURL, wrong: []string{"no URL could be obtained"}},
		"not a URL": {arrange: func(_ *store, o *Options) {
			o.URL = func(context.Context, string) (string, error) { return "http://[::1?sign=", nil }
		}, kind: NoURL, wrong: []string{"the URL is not valid"}},
		"smaller than expected": {arrange: func(_ *store, o *Options) { o.Files[0].Size = size + 1 }, kind: BadResponse, wrong: []string{"it has 2097169 bytes, and 2097170 are expected"}},
		"no space, overflow":    {arrange: func(_ *store, o *Options) { o.Files = []File{{"1.rdb", math.MaxInt64}, {"2.rdb", math.MaxInt64}} }, kind: DiskFull, wrong: []string{"TB more is needed"}, ranges: []string{}},
		"no space":              {arrange: func(_ *store, o *Options) { o.Files[0].Size = 1 << 60 }, kind: DiskFull, wrong: []string{" of free space, and 11529"}, ranges: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, size)
			o := s.options(t)
			tt.arrange(s, &o)
			result, err := Run(t.Context(), o)
			if tt.wrong == nil {
				if err != nil {
					t.Fatal(err)
				}
				s.expectWhole(t, o, result)
				want := tt.checked
				if want == nil {
					want = []string{CheckSize, CheckCRC64, CheckRDB}
				}
				if diff := cmp.Diff(want, result.Files[0].Checked); diff != "" {
					t.Errorf("checks (-want +got):\n%s", diff)
				}
			} else {
				expectError(t, err, tt.kind, tt.wrong...)
				if _, err := os.Stat(filepath.Join(o.Directory, o.Name)); err == nil {
					t.Error("there is a folder under the final name")
				}
			}
			if tt.ranges != nil {
				ranges := []string{}
				for _, d := range s.Downloads() {
					ranges = append(ranges, d.Header.Get("Range"))
				}
				if diff := cmp.Diff(tt.ranges, ranges); diff != "" {
					t.Errorf("ranges (-want +got):\n%s", diff)
				}
			}
			if n := s.Pending(); n > 0 {
				t.Errorf("%d faults were not met", n)
			}
		})
	}
}

var errNoURL = fmt.Errorf("no backup")

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, syscall.EHOSTUNREACH }

// TestRun_lastFailure: an interruption says what it was waiting for.
func TestRun_lastFailure(t *testing.T) {
	t.Parallel()
	s := newStore(t, 4096)
	s.Always(fakeapi.CutFile(0))
	o := s.options(t)
	o.Backoff = time.Hour
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := Run(ctx, o)
	expectError(t, err, Interrupted, `Last failure: file "1.rdb": the connection failed (Cause: unexpected EOF)`)
}

// TestRun_replaced: an object that changes while it is downloaded is fetched
// anew, and what arrives is the new one.
func TestRun_replaced(t *testing.T) {
	t.Parallel()
	s := newStore(t, mib)
	s.Next(fakeapi.CutFile(1000))
	o := s.options(t)
	o.URL = func(_ context.Context, name string) (string, error) { return s.SignedURL(s.url, "backups/"+name), nil }
	calls := 0
	transport := o.Transport
	o.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		if calls++; calls == 2 {
			s.files[0].Data = append([]byte("REDIS0004"), make([]byte, mib-9)...) // a version without a checksum
			if err := s.UpdateBackup("crs-download", "backup", func(b *fakeapi.Backup) { b.Files = s.files }); err != nil {
				return nil, err
			}
		}
		return transport.RoundTrip(r)
	})
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRun_expiry: URLs that expire before they are used are replaced.
func TestRun_expiry(t *testing.T) {
	t.Parallel()
	s := newStore(t, mib)
	o := s.options(t)
	urls := 0
	o.URL = func(context.Context, string) (string, error) {
		defer func() {
			if urls++; urls == 1 {
				s.clock.advance(7 * time.Hour)
			}
		}()
		return s.SignedURL(s.url, s.files[0].Key), nil
	}
	result, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.expectWhole(t, o, result)
	if urls != 2 {
		t.Errorf("%d URLs were obtained, want 2", urls)
	}
}
