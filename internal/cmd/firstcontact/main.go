// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Command firstcontact compares what this provider assumes of the API and of the
// object storage with the real service, using the provider's own clients. It changes
// nothing, unless -create is set, and prints a table without keys, URLs, names, or
// IDs, which can be pasted into an issue.
//
//	export TENCENTCLOUD_SECRET_ID=... TENCENTCLOUD_SECRET_KEY=... TENCENTCLOUD_REGION=ap-guangzhou
//	go run ./internal/cmd/firstcontact -instance crs-...
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/net/http/httpproxy"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/backupurl"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func main() {
	log.SetFlags(0)
	instance := flag.String("instance", "", "`ID` of an instance with at least one backup")
	create := flag.Bool("create", false, "also create a backup, which is kept for a day")
	flag.Parse()
	region := os.Getenv("TENCENTCLOUD_REGION")
	if *instance == "" || region == "" {
		log.Fatalln("firstcontact: -instance and TENCENTCLOUD_REGION are required")
	}
	key := tencentapi.Credential{
		SecretID: os.Getenv("TENCENTCLOUD_SECRET_ID"), SecretKey: os.Getenv("TENCENTCLOUD_SECRET_KEY"), Token: os.Getenv("TENCENTCLOUD_SECURITY_TOKEN"),
	}
	client, err := redisapi.New(tencentapi.Endpoint{BaseURL: os.Getenv("TENCENTCLOUD_ENDPOINT_URL_REDIS")}, key)
	if err != nil {
		log.Fatalln("firstcontact:", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	c := &contact{client: client, region: region, instance: *instance}
	c.meet(ctx)
	if *create {
		c.create(ctx)
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ASSUMPTION\tUSED BY\tHOLDS\tOBSERVED") // Flush reports errors
	for _, r := range c.rows {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.assumption, r.user, map[bool]string{true: "yes", false: "NO"}[r.holds], r.observed)
	}
	if err := table.Flush(); err != nil {
		log.Fatalln("firstcontact:", err)
	}
}

// contact is one meeting with the service.
type contact struct {
	client           *redisapi.Client
	region, instance string
	rows             []row
}

// row is an assumption, the package that relies on it, and what was observed.
type row struct {
	assumption, user string
	holds            bool
	observed         string
}

func (c *contact) add(assumption, user string, holds bool, observed ...any) {
	c.rows = append(c.rows, row{assumption, user, holds, strings.TrimSpace(fmt.Sprintln(observed...))})
}

// meet reads the list of backups, the URLs of the smallest, and its files.
func (c *contact) meet(ctx context.Context) {
	backups, err := c.client.InstanceBackups(ctx, redisapi.InstanceBackupsFilter{Region: c.region, InstanceID: c.instance})
	c.add("the region lists the instance's backups", "redisapi", err == nil && len(backups) > 0, len(backups), "in", c.region, reason(err))
	backups = slices.DeleteFunc(backups, func(b redisapi.InstanceBackup) bool {
		return b.BackupID == nil || b.Status == nil || !redisapi.BackupStatus(*b.Status).Downloadable()
	})
	if len(backups) == 0 {
		c.add("a backup can be downloaded", "redisapi", false, "none")
		return
	}
	start, ok := redisapi.ParseTime(deref(backups[0].StartTime))
	age := time.Since(start).Round(time.Minute)
	c.add("times are in UTC+8", "redisapi.ParseTime", ok && age >= 0, "the newest backup began", age, "ago")
	smallest := slices.MinFunc(backups, func(a, b redisapi.InstanceBackup) int { return cmp.Compare(deref(a.BackupSize), deref(b.BackupSize)) })
	response, err := c.client.BackupURL(ctx, redisapi.BackupURLRequest{Region: c.region, InstanceID: c.instance, BackupID: *smallest.BackupID})
	if err != nil || len(response.BackupInfos) == 0 {
		c.add("backups of this architecture have URLs", "advice", false, reason(err))
		return
	}
	c.add("backups of this architecture have URLs", "advice", true, len(response.BackupInfos), "files")
	c.list(response.BackupInfos)
	c.probe(ctx, response.BackupInfos[0])
	c.download(ctx, response.BackupInfos)
}

// list looks at the list of files.
func (c *contact) list(infos []redisapi.BackupInfo) {
	var names []string
	sized, apart := true, true
	for _, info := range infos {
		names = append(names, deref(info.FileName))
		sized = sized && deref(info.FileSize) > 0
		apart = apart && deref(info.InnerDownloadURL) != "" && deref(info.InnerDownloadURL) != deref(info.DownloadURL)
	}
	c.add("files have names", "provider", !slices.Contains(names, ""))
	c.add("files are listed by name", "nothing: they are sorted", slices.IsSortedFunc(names, download.CompareNames))
	c.add("files have sizes", "download", sized)
	c.add("internal URLs are other ones", "provider", apart)
	url, err := backupurl.Parse(deref(infos[0].DownloadURL))
	life := url.ExpiresAt.Sub(url.SignedAt)
	c.add("a URL is valid for 6 hours", "backupurl", err == nil && (life-6*time.Hour).Abs() < 5*time.Minute, life)
}

const crcHeader = "x-cos-hash-crc64ecma"

// probe looks at how the object storage responds to requests for a file.
func (c *contact) probe(ctx context.Context, info redisapi.BackupInfo) {
	url, size := deref(info.DownloadURL), deref(info.FileSize)
	whole := get(ctx, url, "")
	c.add("the URL serves the file", "download", whole.status == http.StatusOK, whole.status, whole.protocol)
	c.add("Content-Length is the listed size", "download", whole.length == size, "differs by", whole.length-size)
	etag, crc := whole.header.Get("ETag"), whole.header.Get(crcHeader)
	c.add("the ETag is strong", "download", strings.HasPrefix(etag, `"`), len(etag), "characters")
	c.add("a response has a CRC-64", "download", crc != "")
	part := get(ctx, url, etag)
	rest := part.header.Get("Content-Range") == fmt.Sprintf("bytes 5-%d/%d", size-1, size)
	c.add("Range and If-Range return the rest", "download", part.status == http.StatusPartialContent && rest, part.status)
	c.add("its CRC-64 is that of the whole file", "download", part.header.Get(crcHeader) == crc)
	other := get(ctx, url, `"0"`)
	c.add("with another ETag, they return all", "download", other.status == http.StatusOK, other.status)
	inner := get(ctx, deref(info.InnerDownloadURL), "")
	c.add("internal URLs are unreachable from here", "provider", inner.status == 0, inner.status)
}

var transport = tencentapi.NewTransport(httpproxy.FromEnvironment().ProxyFunc(), nil)

// head is the head of a response, or zero if there is none.
type head struct {
	status   int
	protocol string
	length   int64
	header   http.Header
}

// get requests a file, or what follows its first five bytes if it has that ETag.
func get(ctx context.Context, url, etag string) (h head) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return h
	}
	if etag != "" {
		r.Header.Set("Range", "bytes=5-")
		r.Header.Set("If-Range", etag)
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		return h
	}
	_ = response.Body.Close() // only the head counts
	return head{response.StatusCode, response.Proto, response.ContentLength, response.Header}
}

// download downloads the files as the resource does, within a minute.
func (c *contact) download(ctx context.Context, infos []redisapi.BackupInfo) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	directory, err := os.MkdirTemp("", "firstcontact-")
	defer func() { _ = os.RemoveAll(directory) }()
	urls := map[string]string{}
	o := download.Options{Directory: directory, Name: "backup", Transport: transport, Retries: 2}
	for _, info := range infos {
		o.Files = append(o.Files, download.File{Name: deref(info.FileName), Size: deref(info.FileSize)})
		urls[deref(info.FileName)] = deref(info.DownloadURL)
	}
	o.URL = func(_ context.Context, name string) (string, error) { return urls[name], nil }
	var checked []string
	if err == nil {
		var result *download.Result
		if result, err = download.Run(ctx, o); err == nil {
			checked = slices.MinFunc(result.Files, func(a, b download.FileResult) int { return cmp.Compare(len(a.Checked), len(b.Checked)) }).Checked
		}
	}
	c.add("files pass three checks", "download", len(checked) == 3, strings.Join(checked, ", "), reason(err))
}

// create creates a backup and looks at its task, its remark, and its time.
func (c *contact) create(ctx context.Context) {
	var states []string
	start := time.Now()
	backup, err := c.client.CreateBackup(ctx, redisapi.ManualBackupRequest{
		Region: c.region, InstanceID: c.instance, Remark: "firstcontact-" + strings.ToLower(rand.Text()[:10]), StorageDays: 1,
	}, redisapi.PollInterval, func(p redisapi.BackupProgress) {
		if state := string(p.Status); !slices.Contains(states, state) {
			states = append(states, state)
		}
	})
	c.add("a new backup is found by its remark", "redisapi.CreateBackup", err == nil, strings.Join(states, " "), reason(err))
	if err == nil {
		began, ok := redisapi.ParseTime(deref(backup.StartTime))
		c.add("its start is the time of the request", "redisapi.ParseTime", ok && began.Sub(start).Abs() < 10*time.Minute, began.Sub(start).Round(time.Second))
	}
}

// reason returns the code or the kind of an error, and nothing that names an account.
func reason(err error) string {
	if e, ok := errors.AsType[*tencentapi.Error](err); ok {
		return e.Code
	}
	if e, ok := errors.AsType[*download.Error](err); ok {
		return e.Reason
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", err), "<nil>")
}

func deref[T any](p *T) (value T) {
	if p != nil {
		value = *p
	}
	return value
}
