// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// update is set by make generate.
var update = flag.Bool("update", false, "write the tables of codes into the guide on errors")

// documentedSTSCodes are the documented codes of the STS actions that the provider
// calls.
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

// rows returns a table with a row for all codes with the same advice, sorted by the
// first of them. Codes without advice have none.
func rows(codes []string, say func(code string) entry) string {
	by := map[string][]string{}
	for _, code := range slices.Compact(slices.Sorted(slices.Values(codes))) {
		if e := say(code); e.meaning != refused.meaning {
			says := e.meaning + " | " + e.next
			by[says] = append(by[says], "`"+code+"`")
		}
	}
	text := "What it means | What to do |\n| --- | --- | --- |\n"
	for _, says := range slices.SortedFunc(maps.Keys(by), func(a, b string) int { return strings.Compare(by[a][0], by[b][0]) }) {
		text += fmt.Sprintf("| %s | %s |\n", strings.Join(by[says], ", "), says)
	}
	return text
}

// retryRows returns the table of what is retried, with the most attempts first.
func retryRows() string {
	rules := slices.Clone(tencentapi.RetryRules)
	slices.SortStableFunc(rules, func(a, b tencentapi.RetryRule) int { return b.Attempts - a.Attempts })
	text := "Attempts in all |\n| --- | --- |\n"
	for _, rule := range rules {
		text += fmt.Sprintf("| %s | %d |\n", rule.What, rule.Attempts)
	}
	return text
}

// guideTables returns the guide's tables by the head of their first column.
func guideTables() map[string]string {
	o := Operation{Action: "ACTION", Instance: "INSTANCE", Region: "REGION"}
	known := slices.Concat(documentedCodes, slices.Collect(maps.Keys(redisTable)), slices.Collect(maps.Keys(commonTable)))
	return map[string]string{
		"What is retried":       retryRows(),
		"Code of the Redis API": rows(known, o.forCode),
		"Code of STS": rows(slices.Concat(documentedSTSCodes, slices.Collect(maps.Keys(stsTable))), func(code string) entry {
			e := forSTS(code, "AssumeRole", "REGION")
			e.next = strings.ReplaceAll(e.next, "sts:AssumeRole", "sts:ACTION")
			return e
		}),
	}
}

// TestErrorsGuide_codes: the guide has the advice on each code, and the retry policy.
// With -update, they are written there.
func TestErrorsGuide_codes(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "templates", "guides", "errors.md.tmpl")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	old := string(content)
	guide := old
	for head, table := range guideTables() {
		there := regexp.MustCompile(`(?m)^\| ` + head + ` \|.*\n(?:\|.*\n)+`).FindString(guide)
		if there == "" {
			t.Fatalf("the guide has no table with the head %q", head)
		}
		guide = strings.Replace(guide, there, "| "+head+" | "+table, 1)
	}
	switch diff := cmp.Diff(strings.Split(old, "\n"), strings.Split(guide, "\n")); {
	case diff == "":
	case !*update:
		t.Errorf("the guide differs from the provider (-guide +provider); run make generate:\n%s", diff)
	default:
		if err := os.WriteFile(path, []byte(guide), 0o600); err != nil {
			t.Error(err)
		}
	}
}
