// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// update is how make generate has the tables of codes written.
var update = flag.Bool("update", false, "write the tables of codes into the guide on errors")

var errorsGuide = filepath.Join(repository, "templates", "guides", "errors.md.tmpl")

func readErrorsGuide(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(errorsGuide)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// documentedSTSCodes are those in the documents of the actions that the
// provider asks of STS, as the official SDK lists them.
var documentedSTSCodes = []string{
	"AuthFailure.AccessKeyIllegal", "FailedOperation.CheckMFAError", "FailedOperation.MFATypeNotSupported", "FailedOperation.TempKeyNotAllowed",
	"InternalError.DbError", "InternalError.EncryptError", "InternalError.GetAppIdError", "InternalError.GetRoleError",
	"InternalError.GetSeedTokenError", "InternalError.IllegalRole", "InternalError.PbSerializeError", "InternalError.SystemError", "InternalError.UnknownError",
	"InvalidParameter.AccessKeyNotSupport", "InvalidParameter.AccountNotAvaliable", "InvalidParameter.ExtendStrategyOverSize",
	"InvalidParameter.GrantOtherResource", "InvalidParameter.OverLimit", "InvalidParameter.OverTimeError", "InvalidParameter.ParamError",
	"InvalidParameter.PolicyTooLong", "InvalidParameter.ResouceError", "InvalidParameter.StrategyFormatError", "InvalidParameter.StrategyInvalid",
	"InvalidParameter.TempCodeNotAvaliable", "InvalidParameter.WebIdentityTokenError",
	"RequestLimitExceeded", "ResourceNotFound.RoleNotFound", "UnauthorizedOperation", "UnsupportedOperation",
}

// guideTables are the guide's tables of codes by the head of their first
// column: the codes that the provider or a document knows, and what is said of one.
func guideTables() map[string]codeTable {
	sts := codeTable{map[string]bool{}, adviceForSTS}
	for _, code := range slices.Concat(documentedSTSCodes, slices.Collect(maps.Keys(stsAdvices))) {
		sts.codes[code] = true
	}
	redis := codeTable{map[string]bool{}, adviceFor}
	for _, code := range slices.Concat(slices.Collect(maps.Keys(documentedCodes)), slices.Collect(maps.Keys(advices))) {
		redis.codes[code] = adviceFor(code) != adviceFor("") // of the others nothing is said that is their own
	}
	maps.DeleteFunc(redis.codes, func(_ string, known bool) bool { return !known })
	return map[string]codeTable{"Code of the Redis API": redis, "Code of STS": sts}
}

type codeTable struct {
	codes  map[string]bool
	advice func(code string) advice
}

// blanks are what the guide has instead of a request's own values.
var blanks = strings.NewReplacer("{instance}", "INSTANCE", "{region}", "REGION", "{action}", "ACTION", "{sts_action}", "ACTION")

// String has a row for all codes of which the same is said.
func (x codeTable) String() string {
	codes := map[string][]string{}
	for _, code := range slices.Sorted(maps.Keys(x.codes)) {
		a := x.advice(code)
		says := a.meaning + " | " + blanks.Replace(a.next)
		codes[says] = append(codes[says], "`"+code+"`")
	}
	text := "What it means | What to do |\n| --- | --- | --- |\n"
	for _, says := range slices.SortedFunc(maps.Keys(codes), func(a, b string) int { return strings.Compare(codes[a][0], codes[b][0]) }) {
		text += fmt.Sprintf("| %s | %s |\n", strings.Join(codes[says], ", "), says)
	}
	return text
}

// TestErrorsGuide_codes: the guide has what the provider says of each code, and
// no other code. With -update, it is written there.
func TestErrorsGuide_codes(t *testing.T) {
	t.Parallel()
	old := readErrorsGuide(t)
	guide := old
	for head, table := range guideTables() {
		there := regexp.MustCompile(`(?m)^\| ` + head + ` \|.*\n(?:\|.*\n)+`).FindString(guide)
		if there == "" {
			t.Fatalf("the guide has no table with the head %q", head)
		}
		guide = strings.Replace(guide, there, "| "+head+" | "+table.String(), 1)
	}
	switch diff := cmp.Diff(strings.Split(old, "\n"), strings.Split(guide, "\n")); {
	case diff == "":
	case !*update:
		t.Errorf("the guide does not have what the provider says (-guide +provider); run make generate:\n%s", diff)
	default:
		if err := os.WriteFile(errorsGuide, []byte(guide), 0o600); err != nil {
			t.Error(err)
		}
	}
}

var requestID = regexp.MustCompile(`Request ID: [0-9a-f-]{36}`)

// TestErrorsGuide_example: the error that the guide shows is a real one.
func TestErrorsGuide_example(t *testing.T) {
	t.Parallel()
	api := newFake(t, fakeapi.Options{})
	m := documentModel()
	m.BackupID = types.StringValue("1")
	diags := m.read(t.Context(), api.configured(t))
	if len(diags) != 1 {
		t.Fatalf("diagnostics are %v", diags)
	}
	_, example, _ := strings.Cut(readErrorsGuide(t), "```text\n")
	example, _, _ = strings.Cut(example, "```")
	want := "Error: " + diags[0].Summary() + " " + diags[0].Detail()
	flatten := func(text string) string {
		return requestID.ReplaceAllString(strings.Join(strings.Fields(text), " "), "Request ID: ID")
	}
	if diff := cmp.Diff(flatten(want), flatten(example)); diff != "" {
		t.Errorf("the guide's example (-provider +guide):\n%s", diff)
	}
}

var (
	quotedCode  = regexp.MustCompile("`([A-Za-z.]+)`")
	attemptsRow = regexp.MustCompile(`(?m)^\| (.+) \| (\d+) \|$`)
)

// guideAttempts are the codes in the guide's table of attempts.
func guideAttempts(t *testing.T) map[string]int {
	t.Helper()
	_, table, _ := strings.Cut(readErrorsGuide(t), "| What | Attempts in all |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	attempts := map[string]int{}
	for _, row := range attemptsRow.FindAllStringSubmatch(table+"\n", -1) {
		n, err := strconv.Atoi(row[2])
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range quotedCode.FindAllStringSubmatch(row[1], -1) {
			attempts[code[1]] = n
		}
	}
	return attempts
}

// TestErrorsGuide_attempts: each code is tried as often as the guide says, which
// is once where it says nothing.
func TestErrorsGuide_attempts(t *testing.T) {
	t.Parallel()
	attempts := guideAttempts(t)
	// What a clock that is right and a permanent key draw; TestAccFaults_clock
	// and TestProvider_renewal have the others.
	for _, conditional := range []string{"AuthFailure.SignatureExpire", "AuthFailure.TokenFailure"} {
		if attempts[conditional] != 2 {
			t.Errorf("%s is tried %d times in the guide", conditional, attempts[conditional])
		}
		attempts[conditional] = 1
	}
	for _, table := range guideTables() {
		for code := range table.codes {
			want := 1
			group, _, _ := strings.Cut(code, ".")
			for _, known := range []string{group, code} {
				if n, ok := attempts[known]; ok {
					want = n
				}
			}
			t.Run(code, func(t *testing.T) {
				t.Parallel()
				api := newFake(t, fakeapi.Options{RateLimit: -1})
				api.Always(fakeapi.Fail(code))
				m := documentModel()
				m.read(t.Context(), api.configured(t, tencentapi.WithMaxRequestsPerSecond(1000)))
				if got := len(api.Requests()); got != want {
					t.Errorf("%d attempts, want %d", got, want)
				}
			})
		}
	}
}
