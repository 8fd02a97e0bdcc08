// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	manifestName = "manifest.json"
	partSuffix   = ".part"
	lockSuffix   = ".lock"
	// maxName leaves room for a suffix in the 255 bytes that file systems allow.
	maxName = 255 - len(partSuffix)
)

// CheckNames returns an error of kind [BadName] if the folder or a file has a
// name that is not safe on every system, or if two names are the same on one
// that ignores case.
func CheckNames(folder string, files []File) error {
	if reason := badName(folder); reason != "" {
		return &Error{Kind: BadName, File: folder, Reason: "the name " + reason}
	}
	taken := map[string]bool{manifestName: true, manifestName + partSuffix: true}
	for _, f := range files {
		reason := badName(f.Name)
		if reason == "" && taken[folded(f.Name)] {
			reason = "is used twice, or reserved"
		}
		taken[folded(f.Name)] = true
		if reason != "" {
			return &Error{Kind: BadName, File: f.Name, Reason: "the name " + reason}
		}
	}
	return nil
}

// CompareNames compares names in their natural order: digits are compared as numbers, so
// "2.rdb" is before "10.rdb".
func CompareNames(a, b string) int {
	restA, restB := a, b
	for restA != "" && restB != "" {
		var runA, runB string
		runA, restA = cutRun(restA)
		runB, restB = cutRun(restB)
		byValue := 0
		if isDigit(runA[0]) && isDigit(runB[0]) {
			runA, runB = strings.TrimLeft(runA, "0"), strings.TrimLeft(runB, "0")
			byValue = len(runA) - len(runB)
		}
		if c := cmp.Or(byValue, cmp.Compare(runA, runB)); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(restA, restB), cmp.Compare(a, b))
}

// cutRun cuts off a number or a single byte.
func cutRun(s string) (run, rest string) {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	n = max(n, 1)
	return s[:n], s[n:]
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// folded returns the same key for names that a file system may treat as the same.
func folded(name string) string {
	return norm.NFC.String(strings.ToLower(strings.ToUpper(norm.NFC.String(name))))
}

// badName returns why a name is not safe, or "".
func badName(name string) string {
	switch {
	case name == "":
		return "is empty"
	case len(name) > maxName:
		return fmt.Sprintf("is longer than %d bytes", maxName)
	case !utf8.ValidString(name):
		return "is not valid UTF-8"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "contains a control character"
	case strings.ContainsAny(name, `/\:`):
		return "contains a path separator"
	case strings.ContainsAny(name, `<>"|?*`):
		return "contains a character that Windows does not allow"
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "): // "." and ".." included
		return "ends with a dot or a space"
	case reservedOnWindows(name):
		return "is reserved on Windows"
	}
	return ""
}

// reservedOnWindows reports whether the name is that of a device on Windows, with any
// extension.
//
// Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func reservedOnWindows(name string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	base = strings.TrimRight(base, " ")
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, ok := strings.CutPrefix(base, "COM")
	if !ok {
		port, ok = strings.CutPrefix(base, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
