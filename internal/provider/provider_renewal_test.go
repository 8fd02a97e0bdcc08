// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// clock is a clock that a test advances.
type clock struct{ nanoseconds atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.nanoseconds.Store(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(0, c.nanoseconds.Load()) }
func (c *clock) advance(d time.Duration) { c.nanoseconds.Add(int64(d)) }

// connected returns what Configure passes on for that block.
func connected(t *testing.T, p *tencentRedisProvider, block object) *providerData {
	t.Helper()
	data, err := p.connect(resolved(t, p, block), "1.11.4")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func resolved(t *testing.T, p *tencentRedisProvider, block object) config.Settings {
	t.Helper()
	schema := config.Schema()
	values, _, err := config.ReadBlock(tfsdk.Config{Schema: schema, Raw: raw(t, schema.Type().TerraformType(t.Context()), block)})
	if err != nil {
		t.Fatal(err)
	}
	s, diags := config.Resolve(t.Context(), values, p.process)
	if len(diags) > 0 {
		t.Fatalf("diagnostics: %v", diags)
	}
	return s
}

// readAll makes n reads at the same time. No two have the same limit_ip, since
// identical reads share one response.
func readAll(ctx context.Context, t *testing.T, data *providerData, n int) {
	t.Helper()
	var reads sync.WaitGroup
	for range n {
		i := reader.Add(1)
		reads.Go(func() {
			m := documentModel()
			m.LimitType = types.StringValue("Customize")
			m.LimitIP = types.ListValueMust(types.StringType, []attr.Value{types.StringValue(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))})
			if diags := m.read(ctx, data); len(diags) > 0 {
				t.Errorf("read %d: %v", i, diags)
			}
		})
	}
	reads.Wait()
}

// reader counts the reads of readAll.
var reader atomic.Int32

// assumed returns a block with a role, for many reads.
func assumed() object {
	return object{"assume_role": object{"role_arn": fakeapi.DefaultRoleARN, "session_name": "test"}, "max_requests_per_second": 10000}
}

// TestProvider_renewal: a hundred reads share credentials, and share their renewal
// five minutes before they expire and after they are revoked.
func TestProvider_renewal(t *testing.T) {
	t.Parallel()
	at := newClock()
	api, env := newFakeCloud(t, fakeapi.Options{Now: at.now, RateLimit: -1})
	p := newTestProvider(with(env, pairs(fakeKeys())...))
	p.process.Now = at.now
	data := connected(t, p, assumed())
	expect := func(when string, want int) {
		t.Helper()
		readAll(t.Context(), t, data, 100)
		if got := api.counts()["AssumeRole"]; got != want {
			t.Errorf("%s, there were %d requests to STS in all, want %d", when, got, want)
		}
	}
	expect("at first", 1)
	at.advance(2*time.Hour - 5*time.Minute - time.Second)
	expect("before the last five minutes", 1)
	at.advance(2 * time.Second)
	expect("in the last five minutes", 2)
	api.RevokeTemporary()
	expect("after they were revoked", 3)
}

// TestProvider_log: the log names the source, warns about a failed renewal, and
// has no secret, neither of the keys nor one that STS issued.
func TestProvider_log(t *testing.T) {
	t.Parallel()
	at := newClock()
	api, env := newFakeCloud(t, fakeapi.Options{Now: at.now, RateLimit: -1})
	var log lockedBuffer
	ctx := tflogtest.RootLogger(t.Context(), &log)
	m := assumed()
	m["max_retries"] = 0
	p := newTestProvider(with(env, pairs(fakeKeys())...))
	p.process.Now = at.now
	data := connected(t, p, m)
	logSource(ctx, resolved(t, p, m))
	readAll(ctx, t, data, 1)
	at.advance(2*time.Hour - 4*time.Minute)
	api.Next(fakeapi.Fail("InternalError.SystemError"))
	readAll(ctx, t, data, 2)

	got := log.String()
	for _, want := range []string{
		`"@level":"info","@message":"Tencent Cloud credentials"`,
		`"source":"key pair with an ID ending in 0000 (environment), then role qcs::cam::uin/100000000001:roleName/reader (provider block)"`,
		`"@level":"warn","@message":"Tencent Cloud credentials could not be renewed and are used until they expire"`,
		`"action":"AssumeRole"`, `"action":"DescribeBackupUrl"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %s:\n%s", want, got)
		}
	}
	secrets := []string{fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, "q-sign"}
	for _, issued := range api.Issued() {
		secrets = append(secrets, issued.SecretID, issued.SecretKey, issued.Token)
	}
	for _, secret := range secrets {
		if strings.Contains(got, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
