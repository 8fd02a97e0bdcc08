// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asked is the environment variable with which make links asks for the web.
const asked = "TENCENTREDIS_LINKS"

// TestLinks_external asks the web for each place that the documents name.
func TestLinks_external(t *testing.T) {
	t.Parallel()
	if os.Getenv(asked) == "" {
		t.Skip("asks the web; run it with make links")
	}
	places := openRepository(t).external()
	const most = 300
	if len(places) == 0 || len(places) > most {
		t.Fatalf("the documents name %d places; this test is for 1 to %d", len(places), most)
	}
	w := web{client: &http.Client{Timeout: 20 * time.Second}, atOnce: 4, attempts: 3, pause: 5 * time.Second}
	answers := w.ask(t.Context(), slices.Sorted(maps.Keys(places)))
	works := 0
	for _, place := range slices.Sorted(maps.Keys(answers)) {
		switch err := answers[place]; {
		case err == nil:
			works++
		case errors.Is(err, errRefused):
			t.Logf("LOOK BY HAND  %s\n  %v\n  in %s", place, err, strings.Join(places[place], ", "))
		default:
			t.Errorf("BROKEN  %s\n  %v\n  in %s", place, err, strings.Join(places[place], ", "))
		}
	}
	t.Logf("%d of %d external links work", works, len(places))
}

// external are the places outside of the repository that documents link to,
// and the lines that do.
func (r repository) external() map[string][]string {
	places := map[string][]string{}
	for _, name := range r.documents() {
		p := r.pages[name]
		for _, link := range p.links(p.root) {
			place, _, _ := strings.Cut(link.to, "#")
			if _, inside := own(p, link.to); !inside && strings.HasPrefix(place, "https://") {
				places[place] = append(places[place], fmt.Sprintf("%s:%d", p.file, p.line(link.at)))
			}
		}
	}
	return places
}

// web asks servers whether places exist.
type web struct {
	client   *http.Client
	atOnce   int           // requests at the same time
	attempts int           // at each place, where it may be a passing fault
	pause    time.Duration // between two attempts
}

// errRefused: the server answers people only, so it tells nothing of the place.
var errRefused = errors.New("does not let programs in")

// ask tells for each place what is wrong with it, nil for nothing.
func (w web) ask(ctx context.Context, places []string) map[string]error {
	answers := map[string]error{}
	var mu sync.Mutex
	var all sync.WaitGroup
	free := make(chan struct{}, w.atOnce)
	for _, place := range places {
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			err := w.try(ctx, place)
			mu.Lock()
			defer mu.Unlock()
			answers[place] = err
		})
	}
	all.Wait()
	return answers
}

// try asks one place, again where the fault may pass.
func (w web) try(ctx context.Context, place string) (err error) {
	for attempt := range w.attempts {
		if attempt > 0 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(w.pause):
			}
		}
		var again bool
		if again, err = w.once(ctx, place); !again {
			return err
		}
	}
	return err
}

// once asks one place, and tells whether to ask again.
func (w web) once(ctx context.Context, place string) (again bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, place, http.NoBody)
	if err != nil {
		return false, err
	}
	request.Header.Set("User-Agent", "terraform-provider-tencentredis (link check)")
	response, err := w.client.Do(request)
	if err != nil {
		return true, err
	}
	defer func() { _ = response.Body.Close() }()
	switch status := response.StatusCode; {
	case status < 400:
		return false, nil
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return false, fmt.Errorf("%w: %s", errRefused, response.Status)
	case status == http.StatusTooManyRequests:
		return true, fmt.Errorf("%w: %s", errRefused, response.Status)
	default:
		return status >= 500, errors.New(response.Status)
	}
}

func TestRepository_external(t *testing.T) {
	t.Parallel()
	r := newRepository(map[string]string{
		"README.md":   "[a](https://example.com/a#x), [b](https://example.com/b), [c](docs/c.md), [d](" + onGitHub + "tree/main/x)\n",
		"docs/c.md":   "\n[a](https://example.com/a#y) and " + onGitHub + "issues\n",
		"docs/x.html": "https://example.com/not-markdown",
	})
	want := map[string][]string{
		"https://example.com/a": {"README.md:1", "docs/c.md:2"},
		"https://example.com/b": {"README.md:1"},
		onGitHub + "issues":     {"docs/c.md:2"},
	}
	if diff := cmp.Diff(want, r.external()); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

func TestWeb_ask(t *testing.T) {
	t.Parallel()
	var requests, now, most atomic.Int32
	failed := sync.Map{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		switch r.URL.Path {
		case "/gone":
			http.NotFound(w, r)
		case "/moved":
			http.Redirect(w, r, "/found", http.StatusMovedPermanently)
		case "/passing":
			if _, before := failed.LoadOrStore(r.URL.Path, true); !before {
				w.WriteHeader(http.StatusBadGateway)
			}
		case "/broken":
			w.WriteHeader(http.StatusInternalServerError)
		case "/members":
			w.WriteHeader(http.StatusForbidden)
		case "/busy":
			w.WriteHeader(http.StatusTooManyRequests)
		case "/hangs":
			<-r.Context().Done()
		}
	}))
	t.Cleanup(server.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()

	w := web{client: &http.Client{Timeout: time.Second}, atOnce: 2, attempts: 2}
	var places []string
	for _, name := range []string{"found", "gone", "moved", "passing", "broken", "members", "busy", "hangs"} {
		places = append(places, server.URL+"/"+name)
	}
	got := map[string]string{}
	for place, err := range w.ask(t.Context(), append(places, closed.URL)) {
		name := strings.TrimPrefix(strings.TrimPrefix(place, server.URL), "/")
		switch {
		case err == nil:
			got[name] = ""
		case strings.Contains(err.Error(), "Client.Timeout"):
			got[name] = "timeout"
		case place == closed.URL:
			got["closed"] = "no answer"
		default:
			got[name] = err.Error()
		}
	}
	want := map[string]string{
		"found": "", "moved": "", "passing": "",
		"gone": "404 Not Found", "broken": "500 Internal Server Error", "hangs": "timeout", "closed": "no answer",
		"members": "does not let programs in: 403 Forbidden", "busy": "does not let programs in: 429 Too Many Requests",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if n := requests.Load(); n != 13 {
		t.Errorf("%d requests, want 13: one of found, gone and members, two of the others", n)
	}
	if n := most.Load(); n > 2 {
		t.Errorf("%d requests at the same time, want at most 2", n)
	}
}
