// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The tests in this file are the faults of the official provider's data source
// tencentcloud_redis_backup_download_info that a single read can show. Of the
// others, TestSensitivity has the URLs shown in plans, TestAccCLI_secrets those
// in logs, TestAccBackupURL_invalid the badly written output file (there is no
// such argument), TestSchemas the half-working managed resources (there are
// none), TestLinked the old SDK (there is none), and the whole suite the tests
// that need an account.

// TestOfficialFault_nullFileName: the process ended on a null FileName.
func TestOfficialFault_nullFileName(t *testing.T) {
	t.Parallel()
	m, diags, _ := readBuiltIn(t, fakeapi.OdditiesInstanceID, fakeapi.NullNameBackupID)
	if len(diags) > 0 || len(m.BackupInfos) != 2 || !m.BackupInfos[1].FileName.IsNull() || m.BackupInfos[1].DownloadURL.ValueString() == "" {
		t.Errorf("diagnostics %v, files %v; want two files, the second without a name", diags, m.BackupInfos)
	}
}

// TestOfficialFault_noFiles: no file at all passed for success.
func TestOfficialFault_noFiles(t *testing.T) {
	t.Parallel()
	for _, backupID := range []string{fakeapi.NullBackupID, fakeapi.EmptyBackupID} {
		m, diags, api := readBuiltIn(t, fakeapi.OdditiesInstanceID, backupID)
		if len(diags) != 1 || diags[0].Severity() != diag.SeverityWarning || !strings.Contains(diags[0].Detail(), "Request ID: "+api.Requests()[0].RequestID) {
			t.Errorf("diagnostics %v; want one warning with the request id", diags)
		}
		if m.RequestID.ValueString() != api.Requests()[0].RequestID {
			t.Errorf("request_id is %s", m.RequestID)
		}
	}
}

// TestOfficialFault_retriesTheHopeless: a deleted backup blocked for minutes.
func TestOfficialFault_retriesTheHopeless(t *testing.T) {
	t.Parallel()
	for _, backupID := range []string{fakeapi.ExpiredBackupID, fakeapi.DeletedBackupID, fakeapi.InUseBackupID} {
		_, diags, api := readBuiltIn(t, fakeapi.StatusesInstanceID, backupID)
		if got := actions(api.Requests()); !diags.HasError() || got != "BackupUrl InstanceBackups" {
			t.Errorf("diagnostics %v after requests %s; want an error after one, and a look at the status", diags, got)
		}
	}
}

// TestOfficialFault_givesUpAtOnce: internal faults were never tried again.
func TestOfficialFault_givesUpAtOnce(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"FailedOperation.SystemError", "InternalError.InternalError", "InternalError.DbOperationFailed"} {
		api := newFake(t, fakeapi.Options{})
		api.Next(fakeapi.Fail(code), fakeapi.Fail(code))
		m := documentModel()
		if diags := m.read(t.Context(), api.configured(t)); len(diags) > 0 || len(m.BackupInfos) != 5 || len(api.Requests()) != 3 {
			t.Errorf("%s: diagnostics %v, %d files after %d requests; want 5 after 3", code, diags, len(m.BackupInfos), len(api.Requests()))
		}
	}
}

// TestOfficialFault_deafToInterrupts: the call had no context.
func TestOfficialFault_deafToInterrupts(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	ctx, interrupt := context.WithCancel(t.Context())
	ended := make(chan struct{})
	api.Next(fakeapi.Handle(func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done() // the client hung up
		close(ended)
	}))
	m := documentModel()
	diags := m.read(ctx, api.configured(t))
	if len(diags) != 1 || !strings.Contains(diags[0].Detail(), "It was interrupted.") {
		t.Errorf("diagnostics are %v", diags)
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the connection is still open")
	}
	if n := len(api.Requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

// TestOfficialFault_errorsWithoutRequestID: errors came without the id and
// without a hint.
func TestOfficialFault_errorsWithoutRequestID(t *testing.T) {
	t.Parallel()
	_, diags, api := readBuiltIn(t, fakeapi.StandardInstanceID, fakeapi.StandardBackupID)
	if len(diags) != 1 {
		t.Fatalf("diagnostics are %v", diags)
	}
	for _, part := range []string{"Request ID: " + api.Requests()[0].RequestID, "redis-cli --rdb", "Code: UnsupportedOperation.OnlyClusterInstanceCanExportBackup"} {
		if !strings.Contains(diags[0].Detail(), part) {
			t.Errorf("the error lacks %q:\n%s", part, diags[0].Detail())
		}
	}
}

func readBuiltIn(t *testing.T, instanceID, backupID string) (backupURLModel, diag.Diagnostics, fake) {
	t.Helper()
	api := newFake(t, fakeapi.Options{})
	m := documentModel()
	m.InstanceID, m.BackupID = types.StringValue(instanceID), types.StringValue(backupID)
	diags := m.read(t.Context(), api.configured(t, tencentapi.WithRequestTimeout(time.Minute)))
	return m, diags, api
}
