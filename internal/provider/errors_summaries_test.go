// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// TestErrorsGuide_summaries: the guide has each error and each warning that this
// package or a validator of its schemas can make, and no other.
func TestErrorsGuide_summaries(t *testing.T) {
	t.Parallel()
	summaries := ownSummaries(t)
	for _, v := range libraryValidators {
		summaries[diag.SeverityError][v.summary] = true
	}
	guide := readErrorsGuide(t)
	for severity, own := range summaries {
		got := slices.Sorted(slices.Values(firstCells(t, guide, severity.String())))
		if diff := cmp.Diff(slices.Sorted(maps.Keys(own)), got); diff != "" {
			t.Errorf("%ss (-provider +guide):\n%s", severity, diff)
		}
	}
}

// firstCells are those of the rows below a table's head.
func firstCells(t *testing.T, guide, head string) []string {
	t.Helper()
	_, table, found := strings.Cut(guide, "\n| "+head+" |")
	_, rows, _ := strings.Cut(table, "| --- |\n")
	if !found || rows == "" {
		t.Fatalf("the guide has no table with the head %q", head)
	}
	rows, _, _ = strings.Cut(rows, "\n\n")
	var cells []string
	for row := range strings.SplitSeq(rows, "\n") {
		cell, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		cells = append(cells, cell)
	}
	return cells
}

var makesDiagnostic = regexp.MustCompile(`^(?:New|Add)(?:Attribute)?(Error|Warning)(?:Diagnostic)?$`)

// ownSummaries finds in the source of this package what makes a diagnostic: the
// last argument but one of a call, or the field summary of an operation, which
// then is the argument.
func ownSummaries(t *testing.T) map[diag.Severity]map[string]bool {
	t.Helper()
	all := map[diag.Severity]map[string]bool{diag.SeverityError: {}, diag.SeverityWarning: {}}
	for position, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			severity, summary := diag.SeverityError, ast.Expr(nil)
			switch n := n.(type) {
			case *ast.CallExpr:
				called, _ := n.Fun.(*ast.SelectorExpr)
				if called == nil || !makesDiagnostic.MatchString(called.Sel.Name) {
					return true
				}
				if makesDiagnostic.FindStringSubmatch(called.Sel.Name)[1] == "Warning" {
					severity = diag.SeverityWarning
				}
				summary = n.Args[len(n.Args)-2]
				if field, ok := summary.(*ast.SelectorExpr); ok && field.Sel.Name == "summary" {
					return true
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); !ok || key.Name != "summary" {
					return true
				}
				summary = n.Value
			default:
				return true
			}
			text, known := literal(summary)
			if !known {
				t.Errorf("%s: a summary that is neither a text nor a constant of its function: %v", position, summary)
			}
			all[severity][text] = true
			return true
		})
	}
	return all
}

// sources are the files without tests of the packages that make diagnostics.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	paths, err := filepath.Glob("../[pv][ra][ol]*/*.go") // provider and validators
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// literal is a text that is written out, there or as a constant.
func literal(expression ast.Expr) (text string, known bool) {
	if name, ok := expression.(*ast.Ident); ok && name.Obj != nil {
		if constant, ok := name.Obj.Decl.(*ast.ValueSpec); ok && len(constant.Values) == 1 {
			expression = constant.Values[0]
		}
	}
	basic, ok := expression.(*ast.BasicLit)
	if !ok {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

// libraryValidators are those of other modules that the schemas use, each with what
// breaks its rule and the summary of its error. The empty ones pass on what
// others say of single values.
var libraryValidators = map[string]struct{ config, summary string }{
	"int64validator.AtLeast":      {`provider "tencentredis" { max_retries = -1 }`, "Invalid Attribute Value"},
	"int64validator.Between":      {`provider "tencentredis" { assume_role = { session_duration = 50000 } }`, "Invalid Attribute Value"},
	"int64validator.OneOf":        {`data "tencentredis_backups" "test" { status = [9] }`, "Invalid Attribute Value Match"},
	"listvalidator.NoNullValues":  {documentBackup("limit_type = \"Customize\"\nlimit_ip = [null]"), "Null List Value"},
	"listvalidator.SizeAtLeast":   {documentBackup("limit_type = \"Customize\"\nlimit_ip = []"), "Invalid Attribute Value"},
	"listvalidator.UniqueValues":  {documentBackup("limit_type = \"Customize\"\n" + `limit_ip = ["10.0.0.1", "10.0.0.1"]`), "Duplicate List Value"},
	"setvalidator.NoNullValues":   {`data "tencentredis_backups" "test" { status = [null] }`, "Null Set Value"},
	"setvalidator.SizeAtLeast":    {`data "tencentredis_backups" "test" { status = [] }`, "Invalid Attribute Value"},
	"stringvalidator.OneOf":       {documentBackup(`limit_type = "Any"`), "Invalid Attribute Value Match"},
	"timeouts.AttributesWithOpts": {documentBackup(`timeouts = { read = "soon" }`), "Invalid Attribute Value Time Duration"},
	"providervalidator.Conflicting": {
		`provider "tencentredis" {
  allowed_account_ids   = ["1"]
  forbidden_account_ids = ["2"]
}`, "Invalid Attribute Combination",
	},
}

// passingOn are validators of lists that apply others to each element.
var passingOn = []string{"listvalidator.ValueStringsAre", "setvalidator.ValueInt64sAre", "setvalidator.ValueStringsAre"}

// TestErrorsGuide_validators: libraryValidators names all that are used.
func TestErrorsGuide_validators(t *testing.T) {
	t.Parallel()
	uses := regexp.MustCompile(`\b(?:\w+validator|timeouts)\.[A-Z]\w+\(`)
	used := map[string]bool{}
	for path := range sources(t) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range uses.FindAllString(string(content), -1) {
			used[strings.TrimSuffix(call, "(")] = true
		}
	}
	want := slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(libraryValidators)), passingOn...)))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(used))); diff != "" {
		t.Errorf("validators (-listed +used):\n%s", diff)
	}
}

// TestAccErrorsGuide_validators: each says what the guide lists.
func TestAccErrorsGuide_validators(t *testing.T) {
	t.Parallel()
	for name, v := range libraryValidators {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := v.config
			if strings.HasPrefix(config, "provider") {
				config += "\n" + documentBackup("")
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories(nil),
				Steps:                    []resource.TestStep{{Config: config, PlanOnly: true, ExpectError: regexp.MustCompile(`Error: ` + v.summary + `\n`)}},
			})
		})
	}
}
