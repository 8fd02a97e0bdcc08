// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"regexp"
	"slices"
	"strings"
)

// diagnostic is an error or a warning that Terraform shows.
type diagnostic struct {
	Head   string // "Error: Missing Region"
	At     string // the line of the configuration
	Detail string
}

var (
	colors   = regexp.MustCompile("\x1b\\[[0-9;]*m")
	boxes    = regexp.MustCompile(`(?ms)^╷\n(.*?)^╵`)
	sourceAt = regexp.MustCompile(`(?m)^ +\d+: *(.*)$`)
	similar  = regexp.MustCompile(`\n\n\(and (one|\d+) more similar warnings? elsewhere\)$`)
)

func plain(printed string) string { return colors.ReplaceAllString(printed, "") }

// diagnostics returns all errors, which are on stderr, and all warnings.
func (o outcome) diagnostics() []diagnostic {
	return slices.Concat(readDiagnostics(o.stderr), readDiagnostics(o.stdout))
}

// readDiagnostics parses the boxes of Terraform. It drops the number of similar
// warnings, since a plan validates twice.
func readDiagnostics(printed string) []diagnostic {
	var all []diagnostic
	for _, box := range boxes.FindAllStringSubmatch(printed, -1) {
		lines := strings.Split(strings.TrimRight(box[1], "\n"), "\n")
		for i := range lines {
			lines[i] = strings.TrimPrefix(strings.TrimRight(lines[i], " "), "│")
			lines[i] = strings.TrimPrefix(lines[i], " ")
		}
		head, rest, _ := strings.Cut(strings.Join(lines, "\n"), "\n\n")
		d := diagnostic{Head: head, Detail: rest}
		if strings.HasPrefix(rest, "  with ") || strings.HasPrefix(rest, "  on ") {
			var source string
			source, d.Detail, _ = strings.Cut(rest, "\n\n")
			if line := sourceAt.FindStringSubmatch(source); line != nil {
				d.At = line[1]
			}
		}
		d.Detail = similar.ReplaceAllString(strings.TrimSpace(d.Detail), "")
		all = append(all, d)
	}
	return all
}

// flat returns a text on one line, without the lines beside an error.
func flat(printed string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(printed, "│", "")), " ")
}

// resembles reports whether a text contains all lines of want in order, regardless of
// line breaks. In want, "…" stands for any text.
func resembles(text, want string) bool {
	text = flat(text)
	for piece := range strings.FieldsFuncSeq(want, func(r rune) bool { return r == '…' || r == '\n' }) {
		_, rest, found := strings.Cut(text, flat(piece))
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// expectDiagnostics compares the exit code and all errors and warnings. Details are
// compared by resembles, since the provider's own tests check the wording.
func (w *workspace) expectDiagnostics(o outcome, code int, want ...diagnostic) {
	w.t.Helper()
	got := o.diagnostics()
	if o.code != code || len(got) != len(want) {
		w.t.Fatalf("%d errors and warnings, want %d, and exit code %d: %s", len(got), len(want), code, o)
	}
	for i, want := range want {
		if got[i].Head != want.Head || got[i].At != want.At || !resembles(got[i].Detail, want.Detail) {
			w.t.Errorf("got %+v\nwant %+v: %s", got[i], want, o)
		}
	}
}
