// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func TestPlan_connection(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand}
	c := connect(f)
	c.Region, c.STS = "ap-shanghai-fsi", tencentapi.Endpoint{Domain: "ap-shanghai-fsi.tencentcloudapi.com"}
	credential(t.Context(), t, open(t, c, testSAML()))
	if got := f.seen()[0]; got.Region != "ap-shanghai-fsi" || got.Host != "sts.ap-shanghai-fsi.tencentcloudapi.com" {
		t.Errorf("STS was called at %s in %q", got.Host, got.Region)
	}
}

// An endpoint that is none fails what needs it, and nothing else.
func TestPlan_badEndpoint(t *testing.T) {
	t.Parallel()
	const badSTS, badMetadata = "endpoint of sts: ", "endpoint of the instance metadata service: "
	tests := map[string]struct {
		sources              []*Source
		withSTS, withService string // the errors with either endpoint bad
	}{
		"keys":     {[]*Source{testKeys()}, "", ""},
		"role":     {[]*Source{testKeys(), testRole(readerARN)}, badSTS, ""},
		"MFA":      {[]*Source{testKeys(), testMFA()}, badSTS, ""},
		"SAML":     {[]*Source{testSAML()}, badSTS, ""},
		"web":      {[]*Source{testWeb()}, badSTS, ""},
		"instance": {[]*Source{instanceRoleSource("r", "provider block")}, "", badMetadata},
		"both":     {[]*Source{instanceRoleSource("r", "provider block"), testRole(readerARN)}, badSTS, badMetadata},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := &Plan{Sources: tt.sources}
			for want, c := range map[*string]Connection{
				&tt.withSTS:     {STS: tencentapi.Endpoint{BaseURL: "ftp://x"}},
				&tt.withService: {MetadataURL: "http://x/path"},
			} {
				if _, err := plan.Open(complete(c)); (err != nil) != (*want != "") || err != nil && !strings.HasPrefix(err.Error(), *want) {
					t.Errorf("error is %v, want %q", err, *want)
				}
			}
		})
	}
}

// An error of STS names the source, and repeats no secret that STS may quote.
func TestPlan_refused(t *testing.T) {
	t.Parallel()
	withCode := roleSource(request{RoleARN: readerARN, RoleSessionName: "ci", SerialNumber: "s", TokenCode: canary}, "provider block")
	tests := map[string]struct {
		sources []*Source
		secret  string
	}{
		"role": {[]*Source{testKeys(), withCode}, canary},
		"SAML": {[]*Source{testSAML()}, canary + "-saml"},
		"web":  {[]*Source{testWeb()}, canary + "-jwt"},
		"MFA":  {[]*Source{testKeys(), testMFA()}, canary},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeSTS{now: stand, response: func(stsCall) (string, error) {
				return refusal("AuthFailure.UnauthorizedOperation", "you said "+tt.secret+"."), nil
			}}
			_, err := open(t, connect(f), tt.sources...).Credential(t.Context())
			sourceErr, ok := errors.AsType[*SourceError](err)
			if !ok || sourceErr.Source != tt.sources[len(tt.sources)-1].Name {
				t.Fatalf("error is %#v, want a SourceError of %v", err, tt.sources)
			}
			apiErr, ok := errors.AsType[*tencentapi.Error](err)
			if !ok || apiErr.Code != "AuthFailure.UnauthorizedOperation" || apiErr.Message != "you said (redacted)." {
				t.Errorf("cause is %v", err)
			}
			checkText(t, err.Error())
			if n := len(f.seen()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

// The source that failed is blamed, not the step that needed it.
func TestPlan_blamesTheSourceBelow(t *testing.T) {
	t.Parallel()
	f := &fakeSTS{now: stand, response: func(c stsCall) (string, error) {
		return refusal("InvalidParameter.WebIdentityTokenError", "bad"), nil
	}}
	_, err := open(t, connect(f), testWeb(), testRole(otherARN)).Credential(t.Context())
	want := "no credentials from role " + readerARN + " by web identity (provider block): AssumeRoleWithWebIdentity: InvalidParameter.WebIdentityTokenError: bad (request ID r-9)"
	if err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
	if f.actions() != "AssumeRoleWithWebIdentity" {
		t.Errorf("STS was asked for %s", f.actions())
	}
}

// A response without a whole credential is no credential.
func TestPlan_incompleteResponse(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"null":     `{"Response":{"Credentials":null,"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no key":   `{"Response":{"Credentials":{"TmpSecretId":"i","Token":"t"},"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no id":    `{"Response":{"Credentials":{"TmpSecretKey":"` + testKey + `","Token":"t"},"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no token": `{"Response":{"Credentials":{"TmpSecretId":"i","TmpSecretKey":"` + testKey + `"},"ExpiredTime":9999999999,"RequestId":"r-1"}}`,
		"no end":   `{"Response":{"Credentials":{"TmpSecretId":"i","TmpSecretKey":"` + testKey + `","Token":"t"},"RequestId":"r-1"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeSTS{now: stand, response: func(stsCall) (string, error) { return body, nil }}
			_, err := open(t, connect(f), testSAML()).Credential(t.Context())
			if err == nil || !strings.Contains(err.Error(), "lacks a part of the credentials or their expiry (request ID r-1)") {
				t.Errorf("error is %v", err)
			}
			checkText(t, err.Error())
		})
	}
}

// hanging is a network that does not respond after the first n requests.
type hanging struct {
	*fakeSTS

	responded int
	seen      int
}

func (h *hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	h.seen++
	if h.seen <= h.responded {
		time.Sleep(25 * time.Second)
		return h.fakeSTS.RoundTrip(r)
	}
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

// TestPlan_hanging: a chain whose STS hangs ends within a
// minute in all, and the error says which source and names request_timeout.
func TestPlan_hanging(t *testing.T) {
	t.Parallel()
	for responded, blamed := range map[int]*Source{0: testWeb(), 1: testRole(otherARN)} {
		synctest.Test(t, func(t *testing.T) {
			h := &hanging{fakeSTS: &fakeSTS{now: time.Now}, responded: responded}
			c := Connection{API: []tencentapi.Option{tencentapi.WithTransport(h)}}
			start := time.Now()
			_, err := open(t, c, testWeb(), testRole(otherARN)).Credential(t.Context())
			if took := time.Since(start); took > time.Minute {
				t.Errorf("it took %s", took)
			}
			sourceErr, ok := errors.AsType[*SourceError](err)
			if !ok || sourceErr.Source != blamed.Name || !strings.Contains(err.Error(), "request_timeout") {
				t.Errorf("error is %v, want one of %s that names request_timeout", err, blamed.Name)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{fakeSTS: &fakeSTS{now: time.Now}}
		c := Connection{API: []tencentapi.Option{tencentapi.WithTransport(h)}}
		start := time.Now()
		_, err := guarded(t, c, []string{"1"}, nil, testKeys()).Credential(t.Context())
		if _, ok := errors.AsType[*AccountCheckError](err); !ok || time.Since(start) > time.Minute {
			t.Errorf("after %s the account check fails with %v", time.Since(start), err)
		}
	})
}

// TestPlan_deadline: where the deadline of a whole chain passes, the source that was
// waited for is blamed.
func TestPlan_deadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fakeSTS{now: time.Now, response: func(stsCall) (string, error) { return refusal("InternalError", "busy"), nil }}
		c := Connection{API: []tencentapi.Option{tencentapi.WithTransport(f), tencentapi.WithBackoff(time.Hour, time.Hour)}}
		start := time.Now()
		_, err := open(t, c, testWeb(), testRole(otherARN)).Credential(t.Context())
		sourceErr, ok := errors.AsType[*SourceError](err)
		if took := time.Since(start); took != time.Minute || !ok || sourceErr.Source != testWeb().Name || !strings.Contains(err.Error(), "within 1m0s in all") {
			t.Errorf("after %s, the error is %v, want one of %s", took, err, testWeb().Name)
		}
	})
}

// TestPlan_clock: a fresh lease of STS is used whatever this machine's clock
// says, and renewed in time.
func TestPlan_clock(t *testing.T) {
	t.Parallel()
	for _, off := range []time.Duration{0, -3 * time.Hour, -time.Minute, time.Minute, time.Hour, 3 * time.Hour} {
		f := &fakeSTS{now: stand}
		now := testTime.Add(off)
		c := connect(f)
		c.Now = func() time.Time { return now }
		source := open(t, c, testSAML())
		if got := credential(t.Context(), t, source).SecretID; got != "AssumeRoleWithSAML-1" {
			t.Errorf("with a clock off by %s the ID is %q", off, got)
		}
		now = now.Add(50 * time.Minute)
		credential(t.Context(), t, source)
		now = now.Add(65 * time.Minute)
		if got := credential(t.Context(), t, source).SecretID; got == "AssumeRoleWithSAML-1" {
			t.Errorf("with a clock off by %s, credentials are used until %s before they expire", off, 5*time.Minute)
		}
	}
}

// TestTemporary_suspended: the wall clock counts too, since the monotonic one
// stops while a machine is suspended; and so does the monotonic one, since the
// wall clock may be set back.
func TestTemporary_suspended(t *testing.T) {
	t.Parallel()
	start := time.Now()
	for name, tt := range map[string]struct {
		now  time.Time
		want bool
	}{
		"neither":         {start, false},
		"both":            {start.Add(2 * time.Hour), true},
		"wall clock only": {start.Add(2 * time.Hour).Round(0), true},
	} {
		if got := reached(tt.now, start.Add(time.Hour)); got != tt.want {
			t.Errorf("%s: reached is %t", name, got)
		}
	}
}
