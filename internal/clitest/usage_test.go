// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// documentSizes are the sizes in the example of the API's document.
var documentSizes = map[string]int64{
	"9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb": 1264547,
	"9527208-4633789-redis-server-4.0.8-1001463-ignore-2-ignore.rdb": 1278586,
	"9527208-4633789-redis-server-4.0.8-1001463-ignore-3-ignore.rdb": 1467647,
	"9527208-4633789-redis-server-4.0.8-1001463-ignore-4-ignore.rdb": 1264987,
	"9527208-4633789-redis-server-4.0.8-1001463-ignore-5-ignore.rdb": 1268499,
}

// TestAccCLI_forEach feeds each file to a module of its own, though a part of
// it is sensitive, and computes with the sizes, which are not. Then it does as
// a script would: takes the URLs out, and downloads.
func TestAccCLI_forEach(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, fakeapi.Options{}, documentBackup(""))
	w.write("files.tf", `
module "file" {
  source   = "./file"
  for_each = { for f in data.tencentredis_backup_url.this.backup_infos : f.file_name => f }
  size     = each.value.file_size
  url      = each.value.download_url
}
output "sizes" {
  value = { for name, file in module.file : name => file.size }
}
output "bytes" {
  value = sum([for f in data.tencentredis_backup_url.this.backup_infos : f.file_size])
}
output "urls" {
  value     = { for name, file in module.file : name => file.url }
  sensitive = true
}
`)
	w.write("file/main.tf", `
variable "size" { type = number }
variable "url" { type = string }
output "size" { value = var.size }
output "url" {
  value     = var.url
  sensitive = true
}
`)
	w.succeed("init", "-input=false")
	w.succeed("apply", "-input=false", "-auto-approve")

	var (
		bytes int64
		sizes map[string]int64
		urls  map[string]string
	)
	w.output("bytes", &bytes)
	w.output("sizes", &sizes)
	w.output("urls", &urls)
	if diff := cmp.Diff(documentSizes, sizes); diff != "" {
		t.Errorf("sizes (-want +got):\n%s", diff)
	}
	if want := int64(6544266); bytes != want {
		t.Errorf("%d bytes in all, want %d", bytes, want)
	}
	if len(urls) != len(documentSizes) {
		t.Errorf("%d URLs, want %d", len(urls), len(documentSizes))
	}
	for name, url := range urls {
		if got := download(t, url); got != documentSizes[name] {
			t.Errorf("%s is %d bytes long, want %d", name, got, documentSizes[name])
		}
	}
}

// download returns how many bytes there are at url.
func download(t *testing.T, url string) int64 {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	n, err := io.Copy(io.Discard, response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("HTTP %s, error %v", response.Status, err)
	}
	return n
}
