// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"regexp"
	"slices"
	"strings"
)

// diagnostic is an error or a warning as Terraform shows it, out of its box.
type diagnostic struct {
	Head   string // "Error: Missing Region"
	At     string // the line of the configuration that it points at
	Detail string
}

var (
	colors   = regexp.MustCompile("\x1b\\[[0-9;]*m")
	boxes    = regexp.MustCompile(`(?ms)^╷\n(.*?)^╵`)
	sourceAt = regexp.MustCompile(`(?m)^ +\d+: *(.*)$`)
	similar  = regexp.MustCompile(`\n\n\(and (one|\d+) more similar warnings? elsewhere\)$`)
	elapsed  = regexp.MustCompile(`(?m)(^Attempts: \d+ in )[0-9.]+(µs|ms|s)$`)
)

func plain(printed string) string { return colors.ReplaceAllString(printed, "") }

// diagnostics reads all boxes, errors before warnings, since Terraform writes
// the two to different places.
func (o outcome) diagnostics() []diagnostic {
	return slices.Concat(readDiagnostics(o.stderr), readDiagnostics(o.stdout))
}

// readDiagnostics takes each paragraph as it was wrapped. It drops the count of
// warnings that Terraform left out since their heads are equal: it asks the
// provider to validate twice in a plan.
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
		d.Detail = elapsed.ReplaceAllString(strings.TrimSpace(d.Detail), "${1}T")
		d.Detail = similar.ReplaceAllString(d.Detail, "")
		all = append(all, d)
	}
	return all
}

// lacking returns the first line of want that is not among those of text, in
// the same order and whole or, with "…" at its end, from the beginning. It
// undoes Terraform's line breaks on the way. Text may have more lines, since
// how advice is worded is tested beside the provider.
func lacking(text, want string) string {
	lines := strings.Split(text, "\n")
	for whole := range strings.SplitSeq(want, "\n") {
		found := 0
		for ; len(lines) > 0 && found == 0; lines = lines[max(1, found):] {
			found = wrappedLines(lines, whole)
		}
		if found == 0 {
			return whole
		}
	}
	return ""
}

// wrappedLines tells how many lines, from the first one on, are whole; 0 if
// they are another text.
func wrappedLines(lines []string, whole string) int {
	beginning, cut := strings.CutSuffix(whole, "…")
	joined := ""
	for i, line := range lines {
		joined += line
		if joined == whole || cut && strings.HasPrefix(joined, beginning) {
			return i + 1
		}
		if joined += " "; !strings.HasPrefix(whole, joined) {
			return 0
		}
	}
	return 0
}

// expectDiagnostics compares all errors and warnings. Of the details in want,
// each line must be there.
func (w *workspace) expectDiagnostics(o outcome, want ...diagnostic) {
	w.t.Helper()
	got := o.diagnostics()
	if len(got) != len(want) {
		w.t.Errorf("%d errors and warnings, want %d: %s", len(got), len(want), o)
		return
	}
	for i := range want {
		if got[i].Head != want[i].Head || got[i].At != want[i].At {
			w.t.Errorf("got %q at %q\nwant %q at %q: %s", got[i].Head, got[i].At, want[i].Head, want[i].At, o)
		}
		if line := lacking(got[i].Detail, want[i].Detail); line != "" {
			w.t.Errorf("%s lacks the line %q: %s", got[i].Head, line, o)
		}
	}
}

// expectError is for a plan that must fail with that error alone.
func (w *workspace) expectError(o outcome, want diagnostic) {
	w.t.Helper()
	if o.code != 1 {
		w.t.Errorf("the exit code is %d, want 1", o.code)
	}
	w.expectDiagnostics(o, want)
}
