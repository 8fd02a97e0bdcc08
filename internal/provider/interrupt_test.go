// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// TestRead_interrupted: wherever a read is when Ctrl-C comes, it ends within a
// second, and no goroutine that it started is left.
func TestRead_interrupted(t *testing.T) {
	t.Parallel()
	// hangs answers with a part of an answer, and then with nothing.
	hangs := func(part string) func(fake, func(), *backupURLModel) {
		return func(api fake, interrupt func(), _ *backupURLModel) {
			api.Next(fakeapi.Handle(func(w http.ResponseWriter, r *http.Request) {
				if part != "" {
					_, _ = fmt.Fprint(w, part)
					_ = http.NewResponseController(w).Flush()
				}
				interrupt()
				<-r.Context().Done()
			}))
		}
	}
	tests := map[string]struct {
		prepare func(fake, func(), *backupURLModel)
		opts    []tencentapi.Option
		after   string // the action whose first answer is followed by Ctrl-C; empty: prepare sees to it
	}{
		"no answer":      {prepare: hangs("")},
		"half an answer": {prepare: hangs(`{"Response":{`)},
		"Retry-After": {
			prepare: func(api fake, _ func(), _ *backupURLModel) {
				api.Always(fakeapi.HTTPError(503).And(fakeapi.Header("Retry-After", "60")))
			},
			after: "DescribeBackupUrl",
		},
		"backoff": {
			prepare: func(api fake, _ func(), _ *backupURLModel) { api.Always(fakeapi.Fail("InternalError")) },
			opts:    []tencentapi.Option{tencentapi.WithBackoff(time.Hour, time.Hour)},
			after:   "DescribeBackupUrl",
		},
		"its turn": {
			prepare: func(api fake, _ func(), _ *backupURLModel) { api.Always(fakeapi.Fail("RequestLimitExceeded")) },
			opts:    []tencentapi.Option{tencentapi.WithMaxRequestsPerSecond(1), tencentapi.WithMaxRetries(1000)},
			after:   "DescribeBackupUrl",
		},
		"the backup": {
			prepare: func(_ fake, _ func(), m *backupURLModel) {
				m.InstanceID, m.BackupID = types.StringValue(fakeapi.StatusesInstanceID), types.StringValue(fakeapi.ExportingBackupID)
				m.WaitForAvailable = types.BoolValue(true)
			},
			after: "DescribeInstanceBackups",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newFake(t, fakeapi.Options{})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			interrupted := make(chan time.Time, 1000)
			interrupt := func() {
				interrupted <- time.Now()
				cancel()
			}
			m := documentModel()
			tt.prepare(api, interrupt, &m)
			transport := tencentapi.NewTransport(nil, nil)
			data := api.configured(t, append(tt.opts, tencentapi.WithTransport(transport),
				tencentapi.WithLogger(func(_ context.Context, _ string, fields map[string]any) {
					if fields["action"] == tt.after {
						time.AfterFunc(50*time.Millisecond, interrupt) // it waits by then
					}
				}))...)
			data.pollInterval = time.Hour

			var detail string
			// Goroutines inherit the labels of the one that started them.
			pprof.Do(ctx, pprof.Labels("read", t.Name()), func(ctx context.Context) {
				for _, d := range m.read(ctx, data) {
					detail += d.Detail()
				}
			})
			select {
			case at := <-interrupted:
				if took := time.Since(at); took > time.Second {
					t.Errorf("it ended %s after the interrupt", took)
				}
			default:
				t.Error("it ended without an interrupt")
			}
			if !strings.Contains(detail, "It was interrupted.") {
				t.Errorf("it does not say that it was interrupted: %s", detail)
			}
			transport.CloseIdleConnections() // kept for other reads
			for start := time.Now(); ; time.Sleep(time.Millisecond) {
				left := labeled(t, t.Name())
				if len(left) == 0 {
					break
				}
				if time.Since(start) > time.Second {
					t.Fatalf("goroutines left:\n%s", strings.Join(left, "\n\n"))
				}
			}
		})
	}
}

// labeled are the stacks of the goroutines with that label.
func labeled(t *testing.T, label string) []string {
	t.Helper()
	var profile bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
		t.Fatal(err)
	}
	var stacks []string
	for stack := range strings.SplitSeq(profile.String(), "\n\n") {
		if strings.Contains(stack, fmt.Sprintf("%q:%q", "read", label)) {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}

// TestLabeled: the goroutine that a function leaves is found until it ends.
func TestLabeled(t *testing.T) {
	t.Parallel()
	stop, stopped := make(chan struct{}), make(chan struct{})
	pprof.Do(t.Context(), pprof.Labels("read", t.Name()), func(context.Context) {
		go func() {
			defer close(stopped)
			<-stop
		}()
	})
	if n := len(labeled(t, t.Name())); n != 1 {
		t.Errorf("%d goroutines, want 1", n)
	}
	close(stop)
	<-stopped
}
