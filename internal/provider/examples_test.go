// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// exampleTests try each folder with configurations below examples/.
var exampleTests = map[string]struct {
	try       func(*tryout)
	separate  bool                            // try installs the provider
	needs     tfversion.TerraformVersionCheck // nil: any version
	instances []fakeapi.Instance              // nil: the fake's own
}{
	"getting-started":                             {try: tryGettingStarted},
	"migrating":                                   {try: tryMigrating, separate: true},
	"backup-urls":                                 {try: tryBackupURLs},
	"ephemeral-download":                          {try: tryEphemeralDownload, needs: ephemeralNeeds},
	"every-instance":                              {try: tryEveryInstance, needs: tfversion.SkipBelow(tfversion.Version1_2_0), instances: november()},
	"fingerprint":                                 {try: tryFingerprint, needs: tfversion.SkipBelow(tfversion.Version1_4_0)},
	"restore-backup":                              {try: tryRestoreBackup, needs: tfversion.SkipBelow(tfversion.Version1_2_0)},
	"several-accounts":                            {try: trySeveralAccounts},
	"backup-now":                                  {try: tryBackupNow, needs: actionNeeds},
	"backup-before-change":                        {try: tryBackupBeforeChange, needs: actionNeeds},
	"actions/tencentredis_backup_create":          {try: tryBackupCreateAction, needs: actionNeeds},
	"actions/tencentredis_backup_download":        {try: tryBackupDownloadAction, needs: actionNeeds},
	"latest-backup-files":                         {try: tryLatestBackupFiles, needs: tfversion.SkipBelow(tfversion.Version1_5_0)},
	"modules/latest-backup-files":                 {try: tryLatestBackupFilesModule, needs: tfversion.SkipBelow(tfversion.Version1_5_0)},
	"provider":                                    {try: tryProvider, separate: true},
	"data-sources/tencentredis_backup":            {try: tryBackup, needs: tfversion.SkipBelow(tfversion.Version1_5_0), instances: november()},
	"data-sources/tencentredis_backups":           {try: tryBackups, instances: append(november(), manyBackups(fakeapi.DocumentInstanceID)...)},
	"data-sources/tencentredis_backup_url":        {try: tryBackupURL},
	"download-newest":                             {try: tryDownloadNewest},
	"resources/tencentredis_backup_download":      {try: tryBackupDownload, needs: tfversion.SkipBelow(tfversion.Version1_4_0)},
	"ephemeral-resources/tencentredis_backup_url": {try: tryEphemeralBackupURL, needs: ephemeralNeeds},
	"functions/parse_backup_url":                  {try: tryParseBackupURL, needs: functionNeeds},
}

// TestAccExamples applies each example with the built provider and a real
// Terraform or OpenTofu.
func TestAccExamples(t *testing.T) {
	t.Parallel()
	tools := newExampleTools(t)
	for folder, tt := range exampleTests {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			tools.skipUnless(t, tt.needs)
			e := newTryout(t, tools, folder, tt.instances)
			if !tt.separate {
				e.install()
			}
			tt.try(e)
		})
	}
}

// TestExamples_tried: TestAccExamples has every example.
func TestExamples_tried(t *testing.T) {
	t.Parallel()
	folders := map[string]bool{}
	for path := range configurations(t) {
		if strings.HasPrefix(path, "testing-your-modules/") {
			continue // clitest does, with the fake's command
		}
		folders[filepath.ToSlash(filepath.Dir(path))] = true
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(exampleTests)), slices.Sorted(maps.Keys(folders))); diff != "" {
		t.Errorf("folders with examples (-tried +there are):\n%s", diff)
	}
}

// configurations returns the configurations below examples/, by path.
func configurations(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	tree := os.DirFS(examples)
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".terraform":
			return fs.SkipDir
		case !slices.Contains([]string{".tf", ".hcl", ".tofu"}, filepath.Ext(path)) || strings.HasPrefix(entry.Name(), "."):
			return nil
		}
		content, err := fs.ReadFile(tree, path)
		files[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// manyBackups returns an instance with three pages of backups, a day apart.
func manyBackups(id string) []fakeapi.Instance {
	return []fakeapi.Instance{{ID: id, Region: fakeapi.DocumentRegion, Backups: fakeapi.NewBackups(250, lately, 24*time.Hour)}}
}

// IDs in the examples.
const (
	ordersInstanceID = "crs-8kd2mfw0"
	upgradeBackupID  = "678362566696298532849020"
)

// november returns the document's instances, and one with backups in November.
func november() []fakeapi.Instance {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 2, 0, 0, 0, time.FixedZone("", 8*60*60)) }
	files := []fakeapi.File{fakeapi.NewFile("1.rdb", 4096), fakeapi.NewFile("2.rdb", 8192)}
	return append(fakeapi.DocumentInstances()[1:], fakeapi.DocumentInstances()[0], fakeapi.Instance{
		ID: ordersInstanceID, Name: "orders-live", Region: fakeapi.DocumentRegion, Backups: []fakeapi.Backup{
			{ID: upgradeBackupID, Start: day(20), Type: fakeapi.ManualBackup, Status: fakeapi.BackupExported, Remark: "before the upgrade", Files: files},
			{ID: "19", Start: day(19), Files: files},
			{ID: "1", Start: day(1).Add(-2 * time.Hour), Files: files[:1]},
			{ID: "0", Start: day(1).Add(-2*time.Hour - time.Second), Files: files},
		},
	})
}

// documentSizes returns the file sizes in the document's example.
func documentSizes() map[string]int64 {
	sizes := map[string]int64{}
	for i, size := range []int64{1264547, 1278586, 1467647, 1264987, 1268499} {
		sizes[fmt.Sprintf("9527208-4633789-redis-server-4.0.8-1001463-ignore-%d-ignore.rdb", i+1)] = size
	}
	return sizes
}

// expectSizes compares an output's file sizes with those of the document.
func (e *tryout) expectSizes(output string) {
	e.t.Helper()
	var sizes map[string]int64
	e.output(output, false, &sizes)
	if diff := cmp.Diff(documentSizes(), sizes); diff != "" {
		e.t.Errorf("sizes (-want +got):\n%s", diff)
	}
}

// expectURLs downloads the files of an output's URLs.
func (e *tryout) expectURLs(output string, sizes map[string]int64) {
	e.t.Helper()
	var urls map[string]string
	e.output(output, true, &urls)
	if len(urls) != len(sizes) {
		e.t.Errorf("output %s has %d URLs, want %d", output, len(urls), len(sizes))
	}
	for name, url := range urls {
		status, content := fetch(e.t, url)
		if status != http.StatusOK {
			e.t.Errorf("%s: HTTP status %d", name, status)
		}
		looksLikeRDB(e.t, name, content, sizes[name])
	}
}

// expectFiles checks downloaded files in a folder of the example.
func (e *tryout) expectFiles(folder string, sizes map[string]int64) {
	e.t.Helper()
	for name, size := range sizes {
		looksLikeRDB(e.t, name, e.read(filepath.Join(folder, name)), size)
	}
}

// newer adds a newer backup to the document's instance.
func (e *tryout) newer() {
	e.t.Helper()
	if err := e.api.AddBackup(fakeapi.DocumentInstanceID, fakeapi.Backup{ID: "newer", Files: []fakeapi.File{fakeapi.NewFile("newer.rdb", 5000)}}); err != nil {
		e.t.Fatal(err)
	}
}

// withTools skips the test if a command that the example needs is missing.
func (e *tryout) withTools(names ...string) {
	e.t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			e.t.Skipf("the example needs %s: %v", name, err)
		}
	}
}

func tryBackupURLs(e *tryout) {
	e.env["TF_VAR_instance_id"], e.env["TF_VAR_backup_id"] = fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID
	e.apply()
	e.expectSizes("files")
	e.expectURLs("download_urls", documentSizes())
}

func tryEphemeralDownload(e *tryout) {
	e.withTools("sh", "curl")
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	e.trace()
	e.plan()
	e.succeed("apply", "-input=false", "saved")
	e.expectFiles("backups/"+fakeapi.DocumentBackupID, documentSizes())
	e.keepsNoSignature()
	e.later(time.Minute)
	e.plan(plancheck.ExpectEmptyPlan())
	e.keepsNoSignature()

	e.newer()
	e.plan(plancheck.ExpectResourceAction("terraform_data.download", plancheck.ResourceActionReplace))
	e.later(7 * time.Hour) // the URLs are signed again in apply
	e.succeed("apply", "-input=false", "saved")
	e.expectFiles("backups/newer", map[string]int64{"newer.rdb": 5000})
	e.keepsNoSignature()
	e.logsNoSignature()
	e.refusesOthers()
}

// flat returns a text without line breaks and the box around errors.
func flat(printed string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(printed, "│", "")), " ")
}

// refusesOthers: the script fails if a file is not what it should be, and leaves
// nothing under the file's name.
func (e *tryout) refusesOthers() {
	e.t.Helper()
	for want, file := range map[string]fakeapi.File{
		"is not an RDB file":       {Name: new("bad.rdb"), Data: []byte("<html></html>")},
		"has 4095 bytes, expected": {Name: new("bad.rdb"), Size: new(int64(4096)), Length: 4095},
	} {
		if err := e.api.UpdateBackup(fakeapi.DocumentInstanceID, "newer", func(b *fakeapi.Backup) { b.Files = []fakeapi.File{file} }); err != nil {
			e.t.Fatal(err)
		}
		e.fail(want, "apply", "-input=false", "-auto-approve", "-replace=terraform_data.download")
		if _, err := os.Stat(filepath.Join(e.dir, "backups/newer/bad.rdb")); err == nil {
			e.t.Errorf("there is a file that %s", want)
		}
	}
}

func tryFingerprint(e *tryout) {
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	e.trace()
	e.apply()
	e.later(time.Minute)
	e.plan(plancheck.ExpectEmptyPlan())
	e.newer()
	e.plan(plancheck.ExpectResourceAction("terraform_data.import", plancheck.ResourceActionReplace))
	e.succeed("apply", "-input=false", "saved")
	e.succeed("show")
	e.later(7 * time.Hour)
	e.plan(plancheck.ExpectEmptyPlan())
	// Terraform itself logs what terraform_data keeps, as the guide says.
	e.logsNoSignature(regexp.MustCompile(`.*UpgradeResourceState: ignoring dynamic block.*`))
}

func tryLatestBackupFiles(e *tryout) {
	e.env["TF_VAR_instance_id"] = fakeapi.DocumentInstanceID
	e.apply()
	e.expectSizes("files")
	e.expectURLs("inner_urls", documentSizes())
	var startedAt string
	if e.output("started_at", false, &startedAt); startedAt != "2019-03-06T18:00:00Z" {
		e.t.Errorf("started_at is %s", startedAt)
	}
	requests := e.api.requests(e.t, "DescribeBackupUrl")
	want := map[string]any{
		"InstanceId": fakeapi.DocumentInstanceID, "BackupId": fakeapi.DocumentBackupID,
		"LimitType": "Customize", "LimitIp": []any{"10.0.0.0/8"},
	}
	if diff := cmp.Diff(want, requests[len(requests)-1]); diff != "" {
		e.t.Errorf("request (-want +got):\n%s", diff)
	}
}

// tryLatestBackupFilesModule uses the module as a configuration of its own.
func tryLatestBackupFilesModule(e *tryout) {
	instance := "-var=instance_id=" + fakeapi.DocumentInstanceID
	e.fail("instance_id must start with", "plan", "-input=false", "-var=instance_id=db-1")
	e.fail("must be \"automatic\" or \"manual\"", "plan", "-input=false", instance, `-var=backup={ type = "night" }`)
	e.fail("must be a whole number followed by s, m, or h", "plan", "-input=false", instance, `-var=backup={ max_age = "1d" }`)
	e.fail(`must be "all", "internal", or "custom"`, "plan", "-input=false", instance, `-var=restriction={ networks = "some" }`)
	e.fail(`is required with networks = "custom"`, "plan", "-input=false", instance, `-var=restriction={ networks = "custom" }`)
	e.fail("No Redis Backup Found", "plan", "-input=false", instance, `-var=backup={ max_age = "26h" }`)
	e.newer()
	printed := e.succeed("plan", "-input=false", "-var=instance_id="+fakeapi.DocumentInstanceID, `-var=backup={ type = "automatic", max_age = "26h" }`,
		`-var=restriction={ networks = "custom", vpcs = { ap-chengdu = ["vpc-1"] } }`, `-var=wait={ enabled = true, timeout = "5m" }`)
	if !strings.Contains(printed, `+ backup_id   = "newer"`) {
		e.t.Errorf("it did not take the newer backup:\n%s", printed)
	}
	requests := e.api.requests(e.t, "DescribeBackupUrl")
	want := map[string]any{
		"InstanceId": fakeapi.DocumentInstanceID, "BackupId": "newer", "LimitType": "Customize",
		"LimitVpc": []any{map[string]any{"Region": "ap-chengdu", "VpcList": []any{"vpc-1"}}},
	}
	if diff := cmp.Diff(want, requests[len(requests)-1]); diff != "" {
		e.t.Errorf("request (-want +got):\n%s", diff)
	}
	lists := e.api.requests(e.t, "DescribeInstanceBackups")
	if diff := cmp.Diff([]any{4.0, 3.0, 1.0, 2.0}, lists[len(lists)-1]["Status"]); diff != "" {
		e.t.Errorf("states (-want +got):\n%s", diff)
	}
}

func tryBackup(e *tryout) {
	if printed := e.apply(); !strings.Contains(printed, "The newest backup started at 2019-03-06T18:00:00Z.") {
		e.t.Errorf("there is no warning about the old backup:\n%s", printed)
	}
	var found map[string]string
	e.output("before_upgrade", false, &found)
	want := map[string]string{"instance_id": ordersInstanceID, "backup_id": upgradeBackupID, "remark": "before the upgrade", "kept_until": "2026-11-26T18:00:00Z"}
	if diff := cmp.Diff(want, found); diff != "" {
		e.t.Errorf("before_upgrade (-want +got):\n%s", diff)
	}
	e.plan(plancheck.ExpectEmptyPlan())
	e.newer()
	if printed := e.apply(); strings.Contains(printed, "The newest backup started") {
		e.t.Errorf("there is a warning about a new backup:\n%s", printed)
	}
	var id, remark string
	if e.output("newest", false, &id); id != "newer" {
		e.t.Errorf("the newest is %s", id)
	}
	if e.output("chosen", false, &remark); remark != "before the upgrade" {
		e.t.Errorf("the remark of the chosen one is %q", remark)
	}
}

func tryBackups(e *tryout) {
	e.apply()
	var startedAt map[string]string
	if e.output("started_at", false, &startedAt); len(startedAt) != 250 {
		e.t.Errorf("%d backups, want 250", len(startedAt))
	}
	var sizes map[string]map[string]int64
	e.output("sizes", false, &sizes)
	want := map[string]map[string]int64{"19": {"1.rdb": 4096, "2.rdb": 8192}, "1": {"1.rdb": 4096}}
	if diff := cmp.Diff(want, sizes); diff != "" {
		e.t.Errorf("sizes (-want +got):\n%s", diff)
	}
	var status map[string]string
	e.output("status", false, &status)
	if diff := cmp.Diff(map[string]string{"19": "normal"}, status); diff != "" {
		e.t.Errorf("status (-want +got):\n%s", diff)
	}
	e.plan(plancheck.ExpectEmptyPlan())
}

func tryBackupURL(e *tryout) {
	e.apply()
	e.expectSizes("files")
	e.expectURLs("download_urls", documentSizes())
	e.expectURLs("restricted_urls", documentSizes())
}

// shell runs a shell script of the example, with terraform on the PATH.
func (e *tryout) shell(script string) {
	e.t.Helper()
	bin := e.t.TempDir()
	if err := os.Symlink(e.cli.Path, filepath.Join(bin, "terraform")); err != nil {
		e.t.Fatal(err)
	}
	e.env["PATH"] = bin + string(os.PathListSeparator) + os.Getenv("PATH")
	if printed, err := e.command("sh", script).CombinedOutput(); err != nil {
		e.t.Fatalf("%s: %v\n%s", script, err, printed)
	}
}

func tryEphemeralBackupURL(e *tryout) {
	e.withTools("sh", "curl")
	printed := e.apply()
	e.expectFiles(".", documentSizes())
	e.expectFiles(".", map[string]int64{"imported.rdb": 1264547})
	done := strings.Index(printed, "terraform_data.target: Creation complete")
	if opened := strings.LastIndex(printed, "ephemeral.tencentredis_backup_url.late: Opening"); done < 0 || opened < done {
		e.t.Errorf("late is not opened after the work:\n%s", printed)
	}
	e.later(time.Minute)
	e.plan(plancheck.ExpectEmptyPlan())
	e.keepsNoSignature()
}

func tryParseBackupURL(e *tryout) {
	e.apply()
	var parsed map[string]string
	e.output("parsed", false, &parsed)
	want := map[string]string{
		"scheme": "https", "host": "backups-1250000000.cos.ap-chengdu.myqcloud.com",
		"bucket": "backups-1250000000", "app_id": "1250000000", "cos_region": "ap-chengdu",
		"object_key": "redis/2026-11-20/1.rdb", "file_name": "1.rdb",
		"signed_at": "2026-11-19T19:00:00Z", "expires_at": "2026-11-20T01:01:00Z",
	}
	if diff := cmp.Diff(want, parsed); diff != "" {
		e.t.Errorf("parsed (-want +got):\n%s", diff)
	}
	type outputs struct {
		objects map[string]map[string]string
		valid   map[string]string
	}
	read := func() (o outputs) {
		e.output("objects", true, &o.objects)
		e.output("valid", true, &o.valid)
		return o
	}
	first := read()
	for name := range documentSizes() {
		if want := "251005863/redis/1001463/data/2019-03-07/-" + name; first.objects[name]["key"] != want || first.objects[name]["server"] != e.api.url {
			e.t.Errorf("%s has %v, want the key %q", name, first.objects[name], want)
		}
	}
	e.later(time.Minute)
	e.apply()
	if second := read(); !cmp.Equal(first.objects, second.objects) || cmp.Equal(first.valid, second.valid) {
		e.t.Errorf("outputs are %v, then %v", first, second)
	}
}
