// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func oddBody(backupID string) string {
	return fmt.Sprintf(`{"InstanceId":%q,"BackupId":%q}`, OdditiesInstanceID, backupID)
}

// Sizes arrive to the last digit, though the files are small.
func TestOddSizes(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		LargeSizeBackupID: "3221225472",
		HugeSizeBackupID:  "9007199254740993",
	} {
		s := newDocumentServer()
		got := caller{}.call(t, s, oddBody(id))
		wantCode(t, got, "")
		if !strings.Contains(got.text, `"FileSize":`+want+",") {
			t.Errorf("got %s, want FileSize %s", got.text, want)
		}
		if w := download(t, s, http.MethodGet, *got.infos(t)[0].DownloadURL); w.Code != 200 || w.Body.Len() != 4096 {
			t.Errorf("%s: got HTTP %d, %d bytes", id, w.Code, w.Body.Len())
		}
		if got := lister.call(t, s, `{"InstanceId":"crs-oddities"}`); !strings.Contains(got.text, `"BackupSize":`+want+",") {
			t.Errorf("BackupSize %s is not in the list", want)
		}
	}
}

// Names arrive as they are, and what they name can be fetched over the network.
func TestOddNames(t *testing.T) {
	t.Parallel()
	s := newDocumentServer()
	server := listen(t, s)
	c := caller{host: strings.TrimPrefix(server.URL, "http://")}
	for id, name := range map[string]string{
		UnicodeNameBackupID: UnicodeName, ControlNameBackupID: ControlName, TraversalNameBackupID: TraversalName,
	} {
		info := c.call(t, s, oddBody(id)).infos(t)[0]
		if *info.FileName != name {
			t.Errorf("got FileName %q, want %q", *info.FileName, name)
		}
		path, ok := strings.CutPrefix(*info.DownloadURL, server.URL)
		if got := get(t.Context(), t, server, path); !ok || got.status != 200 || len(got.body) != 4096 {
			t.Errorf("%s: got HTTP %d, %d bytes, %v", *info.DownloadURL, got.status, len(got.body), got.err)
		}
	}
	got := lister.list(t, s, `{"InstanceId":"crs-oddities"}`)
	if got.TotalCount != 15 {
		t.Errorf("got %d backups, want 15", got.TotalCount)
	}
	text := lister.call(t, s, `{"InstanceId":"crs-oddities"}`).text
	for _, remark := range []string{UnicodeName, ControlName} {
		if !strings.Contains(text, `"Remark":`+string(marshal(remark))) {
			t.Errorf("the remark %q is not in the list", remark)
		}
	}
}

func TestUnevenLists(t *testing.T) {
	t.Parallel()
	got := caller{}.call(t, newDocumentServer(), oddBody(UnevenListsBackupID))
	wantCode(t, got, "")
	names, _ := got.response["Filenames"].([]any)
	urls, _ := got.response["DownloadUrl"].([]any)
	inner, has := got.response["InnerDownloadUrl"]
	if len(names) != 2 || len(urls) != 1 || inner != nil || !has || got.response["BackupInfos"] != nil {
		t.Errorf("got %s", got.text)
	}
	// Of no files there is no last one to leave out.
	if r := backupURLs(Backup{Files: []File{}, Shape: ShapeListsUneven}, origin{}, documentTime); !bytes.Contains(marshal(r), []byte(`"DownloadUrl":[]`)) {
		t.Errorf("got %s", marshal(r))
	}
}
