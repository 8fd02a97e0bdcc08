// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// rawClient returns a client of a server that responds with handle.
func rawClient(t *testing.T, handle http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	client, err := New(tencentapi.Endpoint{BaseURL: server.URL}, tencentapi.Credential{SecretID: "i", SecretKey: "secret-key"},
		tencentapi.WithBackoff(0, 0), tencentapi.WithMaxRequestsPerSecond(1000))
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestTaskInfo_message: a task's message is made safe like that of an error.
func TestTaskInfo_message(t *testing.T) {
	t.Parallel()
	client := rawClient(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"Response":{"Status":"failed\n","TaskMessage":"disk\u001b[2Jfull `+strings.Repeat("x", 500<<10)+`","StartTime":7,"RequestId":"r"}}`)
	})
	task, err := client.taskInfo(t.Context(), "ap-chengdu", 7)
	if err != nil || task.Status != TaskFailed || !strings.HasPrefix(deref(task.TaskMessage), "disk [2Jfull x") || len(*task.TaskMessage) > 2000 {
		t.Errorf("task %+v, error %v", task, err)
	}
}

// TestBackupURL_fields: only a URL that is not one ends a read.
func TestBackupURL_fields(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		`"FileName":"1.rdb","FileSize":100.0,"DownloadUrl":"https://h/1"`: "1.rdb 100 https://h/1",
		`"FileName":7,"FileSize":"12","DownloadUrl":"https://h/1"`:        "7 12 https://h/1",
		`"FileName":{},"FileSize":1.5,"InnerDownloadUrl":null`:            " 0 ",
		`"FileSize":9223372036854775808`:                                  " 0 ",
		`"DownloadUrl":{}`:                                                "error",
		`"InnerDownloadUrl":5,"FileSize":{}`:                              "error",
	} {
		client := rawClient(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"Response":{"BackupInfos":[{`+file+`}],"Filenames":{},"DownloadUrl":"x","RequestId":"r"}}`)
		})
		response, err := client.BackupURL(t.Context(), BackupURLRequest{Region: "ap-chengdu"})
		got := "error"
		if err == nil {
			f, size := response.BackupInfos[0], int64(0)
			if f.FileSize != nil {
				size = *f.FileSize
			}
			got = fmt.Sprintf("%s %d %s", deref(f.FileName), size, deref(f.DownloadURL))
		} else if _, ok := errors.AsType[*tencentapi.FieldError](err); !ok {
			t.Errorf("%s: error is %v, want a *FieldError", file, err)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", file, got, want)
		}
	}
}

// TestBackupURL_shared: a caller neither waits longer than its own context allows nor
// gets the end of another caller's.
func TestBackupURL_shared(t *testing.T) {
	t.Parallel()
	requests := make(chan struct{})
	var number atomic.Int64
	client := rawClient(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		requests <- struct{}{}
		if number.Add(1) == 1 {
			<-r.Context().Done()
			return
		}
		_, _ = io.WriteString(w, `{"Response":{"BackupInfos":[],"RequestId":"r"}}`)
	})
	start := func(ctx context.Context) <-chan error {
		done := make(chan error, 1)
		go func() {
			response, err := client.BackupURL(ctx, BackupURLRequest{Region: "ap-chengdu", InstanceID: "crs-1", BackupID: "1"})
			if (response == nil) == (err == nil) {
				err = errors.Join(err, errors.New("not one of response and error"))
			}
			done <- err
		}()
		return done
	}
	stop := errors.New("stop")
	leaderCtx, endLeader := context.WithCancelCause(t.Context())
	leader := start(leaderCtx)
	<-requests
	followerCtx, endFollower := context.WithCancelCause(t.Context())
	impatient, patient := start(followerCtx), []<-chan error{start(t.Context()), start(t.Context())}
	endFollower(stop)
	if err := <-impatient; !errors.Is(err, stop) {
		t.Errorf("a follower whose context ended has the error %v", err)
	}
	endLeader(stop)
	if err := <-leader; !errors.Is(err, stop) {
		t.Errorf("the caller whose context ended has the error %v", err)
	}
	<-requests
	for _, follower := range patient {
		select {
		case err := <-follower:
			if err != nil {
				t.Errorf("a follower has the error %v", err)
			}
		case <-requests: // it came after the others had their response
			if err := <-follower; err != nil {
				t.Error(err)
			}
		}
	}
}
