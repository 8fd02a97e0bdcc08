// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// issuer issues numbered credentials, after a second each.
type issuer struct {
	mu     sync.Mutex
	life   time.Duration
	err    error
	issued int
}

func (i *issuer) fetch(ctx context.Context) (lease, error) {
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
		return lease{}, ctx.Err()
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.issued++
	if i.err != nil {
		return lease{}, i.err
	}
	cred := tencentapi.Credential{SecretID: fmt.Sprintf("id-%d", i.issued), SecretKey: testKey, Token: testToken}
	return lease{Credential: cred, life: i.life}, nil
}

type warnings struct{ lines []map[string]any }

func (w *warnings) log(_ context.Context, _ string, fields map[string]any) {
	w.lines = append(w.lines, fields)
}

func (i *issuer) source(w *warnings) *temporary {
	return &temporary{name: "test", fetch: checked(i.fetch), now: time.Now, warn: w.log, timeout: time.Minute}
}

// ids asks source n times at once and returns the different ids it gave.
func ids(t *testing.T, source *temporary, n int) string {
	t.Helper()
	var (
		mu      sync.Mutex
		waiting sync.WaitGroup
		seen    []string
	)
	for range n {
		waiting.Go(func() {
			cred, err := source.Credential(t.Context())
			if err != nil {
				cred.SecretID = err.Error()
			}
			mu.Lock()
			defer mu.Unlock()
			if !strings.Contains(strings.Join(seen, " "), cred.SecretID) {
				seen = append(seen, cred.SecretID)
			}
		})
	}
	waiting.Wait()
	return strings.Join(seen, " ")
}

// TestTemporary_schedule asks at given times, a hundred at once, and names the
// credential that all of them must get.
func TestTemporary_schedule(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	type ask struct {
		at   time.Duration // since the credential was issued first
		want string
	}
	tests := map[string]struct {
		life time.Duration
		asks []ask
	}{
		"two hours: five minutes before the end": {2 * time.Hour, []ask{
			{0, "id-1"}, {time.Hour, "id-1"}, {115*time.Minute - ms, "id-1"}, {115 * time.Minute, "id-2"}, {115*time.Minute + 2*time.Second, "id-2"},
		}},
		"ten minutes: five minutes before the end": {10 * time.Minute, []ask{{5*time.Minute - ms, "id-1"}, {5 * time.Minute, "id-2"}}},
		"eight minutes: at half of them":           {8 * time.Minute, []ask{{4*time.Minute - ms, "id-1"}, {4 * time.Minute, "id-2"}}},
		"one minute: at half of it":                {time.Minute, []ask{{30*time.Second - ms, "id-1"}, {30 * time.Second, "id-2"}}},
		"long after the end":                       {time.Hour, []ask{{48 * time.Hour, "id-2"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				i := &issuer{life: tt.life}
				source := i.source(&warnings{})
				if got := ids(t, source, 100); got != "id-1" {
					t.Fatalf("first asked, the ids are %q", got)
				}
				issued := time.Now()
				for _, a := range tt.asks {
					time.Sleep(time.Until(issued.Add(a.at)))
					if got := ids(t, source, 100); got != a.want {
						t.Errorf("after %s the ids are %q, want %q", a.at, got, a.want)
					}
				}
			})
		})
	}
}

// A renewal that fails is logged and leaves the old credential in use. It is retried
// later, and is an error in the last minute.
func TestTemporary_renewalFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &warnings{}
		i := &issuer{life: time.Hour}
		source := i.source(w)
		ids(t, source, 1)
		end := time.Now().Add(time.Hour)

		i.err = errors.New("no")
		time.Sleep(time.Until(end.Add(-renewalLead)))
		if got := ids(t, source, 100); got != "id-1" {
			t.Errorf("the ids are %q, want the old one", got)
		}
		want := []map[string]any{{"source": "test", "expires": end.UTC().Format(time.RFC3339), "error": "no credentials from test: no"}}
		if diff := cmp.Diff(want, w.lines); diff != "" {
			t.Errorf("warnings (-want +got):\n%s", diff)
		}
		time.Sleep(28 * time.Second)
		ids(t, source, 100)
		if i.issued != 2 {
			t.Errorf("%d fetches within the pause, want 2", i.issued)
		}
		time.Sleep(2 * time.Second)
		if got := ids(t, source, 100); got != "id-1" || i.issued != 3 || len(w.lines) != 2 {
			t.Errorf("after the pause: ids %q, %d fetches, %d warnings; want id-1, 3 and 2", got, i.issued, len(w.lines))
		}

		time.Sleep(time.Until(end.Add(-lastMoment)))
		if got := ids(t, source, 100); got != "no credentials from test: no" {
			t.Errorf("in the last minute: %q, want the failure", got)
		}
		fetches := i.issued
		if got := ids(t, source, 100); got != "no credentials from test: no" || i.issued != fetches {
			t.Errorf("right after it: %q and %d more fetches, want the same failure", got, i.issued-fetches)
		}
		i.err = nil
		time.Sleep(retryPause)
		for range 2 { // the second time out of memory
			if got := ids(t, source, 100); got != fmt.Sprintf("id-%d", fetches+1) {
				t.Errorf("after the pause: %q, want a new id", got)
			}
		}
	})
}

// The pause after a failed renewal never reaches into the last minute.
func TestTemporary_pauseEndsBeforeTheLastMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour}
		source := i.source(&warnings{})
		ids(t, source, 1)
		end := time.Now().Add(time.Hour)
		i.err = errors.New("no")
		time.Sleep(time.Until(end.Add(-lastMoment - 10*time.Second)))
		if got := ids(t, source, 1); got != "id-1" {
			t.Errorf("before the last minute: %q", got)
		}
		time.Sleep(time.Until(end.Add(-lastMoment)))
		if got := ids(t, source, 1); got == "id-1" {
			t.Error("the old credential is given out in its last minute")
		}
	})
}

func TestTemporary_firstFetchFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour, err: errors.New("no")}
		source := i.source(&warnings{})
		for range 3 {
			_, err := source.Credential(t.Context())
			sourceErr, ok := errors.AsType[*SourceError](err)
			if !ok || sourceErr.Source != "test" || !errors.Is(err, i.err) {
				t.Errorf("error is %v, want the source's", err)
			}
		}
		if i.issued != 1 {
			t.Errorf("%d fetches, want 1 within the pause", i.issued)
		}
		i.err = nil
		time.Sleep(retryPause)
		if got := ids(t, source, 1); got != "id-2" {
			t.Errorf("after the pause: %q", got)
		}
	})
}

func TestTemporary_expiredOnArrival(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: 0}
		_, err := i.source(&warnings{}).Credential(t.Context())
		if err == nil || !strings.Contains(err.Error(), "the credentials have already expired") {
			t.Errorf("error is %v", err)
		}
		checkText(t, err.Error())
	})
}

// One caller's end is not another's, and nobody's failure.
func TestTemporary_canceled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour}
		source := i.source(&warnings{})
		ctx, leave := context.WithCancelCause(t.Context())
		first := make(chan error)
		go func() {
			_, err := source.Credential(ctx)
			first <- err
		}()
		synctest.Wait()
		second := make(chan string)
		go func() { second <- ids(t, source, 10) }()
		synctest.Wait()
		leave(errLeft)
		if err := <-first; !errors.Is(err, errLeft) {
			t.Errorf("the first one's error is %v, want its own cause", err)
		}
		if got := <-second; got != "id-1" {
			t.Errorf("the others got %q, want id-1", got)
		}
		if i.issued != 1 {
			t.Errorf("%d fetches, want 1", i.issued)
		}
	})
}

// A fetch that everybody left is no failure that stands.
func TestTemporary_abandoned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour}
		source := i.source(&warnings{})
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := source.Credential(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error is %v, want the deadline", err)
		}
		synctest.Wait()
		if got := ids(t, source, 1); got != "id-1" {
			t.Errorf("the next one got %q, want id-1", got)
		}
	})
}

// A hundred calls that the API refused alike make one fetch, and so do those
// that come later with the old credential.
func TestTemporary_renew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour}
		source := i.source(&warnings{})
		used := credential(t.Context(), t, source)
		var waiting sync.WaitGroup
		for range 100 {
			waiting.Go(func() {
				if err := source.Renew(t.Context(), used); err != nil {
					t.Error(err)
				}
			})
		}
		waiting.Wait()
		if err := source.Renew(t.Context(), used); err != nil {
			t.Error(err)
		}
		if got := ids(t, source, 1); got != "id-2" || i.issued != 2 {
			t.Errorf("the id is %q after %d fetches, want id-2 after 2", got, i.issued)
		}
	})
}

// A renewal that begins just after another one has ended does nothing.
func TestTemporary_renewedMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour}
		source := i.source(&warnings{})
		used := credential(t.Context(), t, source)
		if got, err := source.renew(t.Context()); got != used || err != nil || i.issued != 1 {
			t.Errorf("it gave %q, %v after %d fetches", got.SecretID, err, i.issued)
		}
	})
}

// What the API refused is not given out again, although it has not ended.
func TestTemporary_renewFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{life: time.Hour}
		w := &warnings{}
		source := i.source(w)
		used := credential(t.Context(), t, source)
		i.err = errors.New("no")
		for range 2 {
			if err := source.Renew(t.Context(), used); !errors.Is(err, i.err) {
				t.Errorf("error is %v, want the fetch's", err)
			}
		}
		if got := ids(t, source, 1); got != "no credentials from test: no" {
			t.Errorf("then the source gives %q", got)
		}
		if i.issued != 2 || len(w.lines) != 0 {
			t.Errorf("%d fetches and warnings %v, want 2 and none", i.issued, w.lines)
		}
	})
}

func TestTemporary_renewGivesTheSame(t *testing.T) {
	t.Parallel()
	same := lease{Credential: tencentapi.Credential{SecretID: "id", SecretKey: testKey}, life: time.Hour}
	source := &temporary{name: "test", now: time.Now, timeout: time.Minute, fetch: func(context.Context) (lease, error) { return same, nil }}
	err := source.Renew(t.Context(), credential(t.Context(), t, source))
	if err == nil || err.Error() != "no credentials from test: it returned the same credentials that were refused" {
		t.Errorf("error is %v", err)
	}
}

// A hundred reads through a chain of two roles make two STS calls; and when
// the API refuses the token, two reads make one more.
func TestPlan_concurrentReads(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	source := open(t, connect(f), testWeb(), testRole(otherARN))
	var waiting sync.WaitGroup
	for range 100 {
		waiting.Go(func() {
			if cred, err := source.Credential(t.Context()); err != nil || cred.SecretID != "AssumeRole-1" {
				t.Errorf("credential is %q, %v", cred.SecretID, err)
			}
		})
	}
	waiting.Wait()
	if f.actions() != "AssumeRoleWithWebIdentity AssumeRole" {
		t.Errorf("STS was asked for %s", f.actions())
	}
	renewer, ok := source.(tencentapi.Renewer)
	if !ok {
		t.Fatal("the source cannot renew")
	}
	used := credential(t.Context(), t, source)
	for range 2 {
		if err := renewer.Renew(t.Context(), used); err != nil {
			t.Error(err)
		}
	}
	if f.actions() != "AssumeRoleWithWebIdentity AssumeRole AssumeRole" {
		t.Errorf("then STS was asked for %s", f.actions())
	}
}

// Where STS itself refuses the token of the credential below, that one is
// renewed too.
func TestPlan_renewsBelow(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	f.response = func(c stsCall) (string, error) {
		if c.Token == "token-AssumeRoleWithWebIdentity-1" {
			return refusal("AuthFailure.TokenFailure", "ended"), nil
		}
		return "", nil
	}
	credential(t.Context(), t, open(t, connect(f), testWeb(), testRole(otherARN)))
	if want := "AssumeRoleWithWebIdentity AssumeRole AssumeRoleWithWebIdentity AssumeRole"; f.actions() != want {
		t.Errorf("STS was asked for %s, want %s", f.actions(), want)
	}
}

// A code is sent until STS has checked it, and never again.
func TestMFACode_sentOnce(t *testing.T) {
	t.Parallel()
	refused := &tencentapi.Error{Code: "FailedOperation.CheckMFAError"}
	tests := map[string]struct {
		responses []error
		want      []error
		sent      int
	}{
		"accepted":     {[]error{nil}, []error{nil, errCodeUsed, errCodeUsed}, 1},
		"refused":      {[]error{refused}, []error{refused, refused}, 1},
		"no response":  {[]error{context.DeadlineExceeded, nil}, []error{context.DeadlineExceeded, nil, errCodeUsed}, 2},
		"busy":         {[]error{&tencentapi.Error{Code: "RequestLimitExceeded.X"}, nil}, []error{&tencentapi.Error{Code: "RequestLimitExceeded.X"}, nil}, 2},
		"broken":       {[]error{&tencentapi.Error{Code: "InternalError.DbError"}, nil}, []error{&tencentapi.Error{Code: "InternalError.DbError"}, nil}, 2},
		"too often":    {[]error{&tencentapi.Error{Code: "InvalidParameter.OverLimit"}, nil}, []error{&tencentapi.Error{Code: "InvalidParameter.OverLimit"}, nil}, 2},
		"gateway":      {[]error{&tencentapi.Error{Code: "X", StatusCode: 503}, nil}, []error{&tencentapi.Error{Code: "X", StatusCode: 503}, nil}, 2},
		"closed":       {[]error{&tencentapi.Error{Code: "ServiceUnavailable"}, nil}, []error{&tencentapi.Error{Code: "ServiceUnavailable"}, nil}, 2},
		"nothing sent": {[]error{&SourceError{"below", refused}, nil}, []error{&SourceError{"below", refused}, nil}, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := 0
			fetch := once(func(context.Context) (lease, error) {
				sent++
				return lease{}, tt.responses[sent-1]
			})
			for i, want := range tt.want {
				_, err := fetch(t.Context())
				if fmt.Sprint(err) != fmt.Sprint(want) {
					t.Errorf("fetch %d: error is %v, want %v", i+1, err, want)
				}
			}
			if sent != tt.sent {
				t.Errorf("sent %d times, want %d", sent, tt.sent)
			}
		})
	}
}

// A session that a code opened lasts to its last minute, and then says why it
// cannot be renewed.
func TestPlan_codeSession(t *testing.T) {
	t.Parallel()
	withCode := roleSource(request{
		RoleARN: readerARN, RoleSessionName: "ci", DurationSeconds: defaultRoleSeconds, SerialNumber: "sn", TokenCode: canary,
	}, "environment")
	tests := map[string]struct {
		source *Source
		action string
	}{"MFA session": {testMFA(), "GetSessionToken"}, "role": {withCode, "AssumeRole"}}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := testTime
			f := &fakeSTS{now: func() time.Time { return now }, life: 30 * time.Minute}
			w := &warnings{}
			c := connect(f)
			c.Warn = w.log
			source := open(t, c, testKeys(), tt.source)
			credential(t.Context(), t, source)
			now = now.Add(29*time.Minute - time.Second)
			if got := credential(t.Context(), t, source); got.SecretID != tt.action+"-1" || len(w.lines) != 1 {
				t.Errorf("near its end the session is %q, with warnings %v", got.SecretID, w.lines)
			}
			now = now.Add(time.Second)
			_, err := source.Credential(t.Context())
			if err == nil || err.Error() != "no credentials from "+tt.source.Name+": "+errCodeUsed.Error() {
				t.Errorf("error is %v", err)
			}
			if f.actions() != tt.action {
				t.Errorf("STS was asked for %s", f.actions())
			}
		})
	}
}
