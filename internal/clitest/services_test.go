// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"fmt"
	"net/http"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

const token = "FakeApiTokenForTestsOnly000000000000"

// services are the fakes that scripts can start.
var services = map[string]func() fakeapi.Options{
	"":          func() fakeapi.Options { return fakeapi.Options{BackupTime: -1} },
	"slow":      func() fakeapi.Options { return fakeapi.Options{BackupTime: time.Hour} },
	"temporary": func() fakeapi.Options { return fakeapi.Options{Token: token} },
	"november":  func() fakeapi.Options { return fakeapi.Options{Instances: november()} },
	"many": func() fakeapi.Options {
		many := []fakeapi.Instance{{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: fakeapi.NewBackups(250, time.Now(), 24*time.Hour)}}
		return fakeapi.Options{Instances: append(november()[:1], many...)}
	},
	"accounts": accounts,
}

// november returns an instance with backups in November, then the document's.
func november() []fakeapi.Instance {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 2, 0, 0, 0, time.FixedZone("", 8*60*60)) }
	files := []fakeapi.File{fakeapi.NewFile("1.rdb", 4096), fakeapi.NewFile("2.rdb", 8192)}
	return append([]fakeapi.Instance{{
		ID: "crs-8kd2mfw0", Name: "orders-live", Region: fakeapi.DocumentRegion, Backups: []fakeapi.Backup{
			{ID: "678362566696298532849020", Start: day(20), Type: fakeapi.ManualBackup, Status: fakeapi.BackupExported, Remark: "before the upgrade", Files: files},
			{ID: "19", Start: day(19), Files: files},
			{ID: "1", Start: day(1).Add(-2 * time.Hour), Files: files[:1]},
			{ID: "0", Start: day(1).Add(-2*time.Hour - time.Second), Files: files},
		},
	}}, fakeapi.DocumentInstances()...)
}

// accounts has the document's instance, with new backups, and one in ap-shanghai.
func accounts() fakeapi.Options {
	backups := fakeapi.NewBackups(2, time.Now(), 24*time.Hour)
	return fakeapi.Options{Instances: []fakeapi.Instance{
		{ID: fakeapi.DocumentInstanceID, Region: fakeapi.DocumentRegion, Backups: backups},
		{ID: "crs-8kd2mfw0", Region: "ap-shanghai", Backups: backups},
	}}
}

// hostile is a message of the API with secrets.
var hostile = fmt.Sprintf("no key %s, token %s, see %s or q-signature=%040d.", fakeapi.DefaultSecretKey, token,
	"https://bucket.cos.ap-chengdu.myqcloud.com/1.rdb?sign=q-sign-algorithm%3Dsha1%26q-signature%3D0123456789abcdef0123456789abcdef01234567", 0)

// faults are those that scripts can choose.
var faults = map[string]func() fakeapi.Fault{
	"hang":      fakeapi.Hang,
	"hang-body": func() fakeapi.Fault { return fakeapi.HangBody().OnFiles() },
	"drip":      func() fakeapi.Fault { return fakeapi.Drip(16<<10, 50*time.Millisecond).OnFiles() },
	"locked": func() fakeapi.Fault {
		return fakeapi.Fail("ResourceUnavailable.InstanceLockedError").For("ManualBackupInstance")
	},
	"lost": func() fakeapi.Fault { return fakeapi.LoseResponse().For("ManualBackupInstance") },
	"gone": func() fakeapi.Fault {
		return fakeapi.Fail("ResourceNotFound.InstanceNotExists").For("DescribeInstanceBackups")
	},
	"no-file":           func() fakeapi.Fault { return fakeapi.Fail("AccessDenied").OnFiles() },
	"disk-full":         func() fakeapi.Fault { return fakeapi.FailTask(fakeapi.TaskError, "disk full") },
	"retry-in-a-minute": func() fakeapi.Fault { return status(http.StatusServiceUnavailable, "") },
	"hostile-proxy":     func() fakeapi.Fault { return status(http.StatusBadGateway, "<html>"+hostile+"</html>") },
	"hostile-error":     func() fakeapi.Fault { return refuse("InternalError.DbOperationFailed") },
	"hostile-refusal":   func() fakeapi.Fault { return refuse("InvalidParameter") },
}

func status(code int, body string) fakeapi.Fault {
	return fakeapi.Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", map[bool]string{true: "60", false: "0"}[body == ""])
		w.WriteHeader(code)
		_, _ = fmt.Fprint(w, body)
	})
}

func refuse(code string) fakeapi.Fault {
	return fakeapi.Respond(fmt.Sprintf(`{"Error": {"Code": %q, "Message": %q}}`, code, hostile))
}

// backupContents are those that scripts can give a backup.
var backupContents = map[string]func(*fakeapi.Backup){
	"sound":     func(b *fakeapi.Backup) { b.Files = []fakeapi.File{fakeapi.NewFile("newer.rdb", 5000)} },
	"encrypted": func(b *fakeapi.Backup) { b.Encrypted = true },
	"empty": func(b *fakeapi.Backup) {
		b.Encrypted = false
		b.Files = []fakeapi.File{{Name: new("1.rdb"), Data: []byte("REDIS0009\xFF\x00\x00\x00\x00\x00\x00\x00\x00")}}
	},
	"html": func(b *fakeapi.Backup) {
		b.Files = []fakeapi.File{{Name: new("bad.rdb"), Data: []byte("<html></html>")}}
	},
	"short": func(b *fakeapi.Backup) {
		b.Files = []fakeapi.File{{Name: new("bad.rdb"), Size: new(int64(4096)), Length: 4095}}
	},
}
