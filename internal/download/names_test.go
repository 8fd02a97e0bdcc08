// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package download

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckNames(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		names []string
		wrong string // "": they are fine
	}{
		"ordinary":              {[]string{"1.rdb", "2.rdb", "9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb", "备份.rdb", "..1", "COM10", "console"}, ""},
		"empty":                 {[]string{""}, "is empty"},
		"parent":                {[]string{".."}, "ends with a dot"},
		"itself":                {[]string{"."}, "ends with a dot"},
		"slash":                 {[]string{"../1.rdb"}, "path separator"},
		"absolute":              {[]string{"/etc/passwd"}, "path separator"},
		"backslash":             {[]string{`..\1.rdb`}, "path separator"},
		"drive":                 {[]string{"C:1.rdb"}, "path separator"},
		"stream":                {[]string{"1.rdb:x"}, "path separator"},
		"trailing dot":          {[]string{"1.rdb."}, "ends with a dot"},
		"trailing space":        {[]string{"1.rdb "}, "ends with a dot or a space"},
		"line break":            {[]string{"1\n.rdb"}, "control character"},
		"NUL":                   {[]string{"1\x00.rdb"}, "control character"},
		"delete":                {[]string{"1\x7f.rdb"}, "control character"},
		"C1":                    {[]string{"1\u0085.rdb"}, "control character"},
		"not UTF-8":             {[]string{"1\xff.rdb"}, "not valid UTF-8"},
		"question mark":         {[]string{"1?.rdb"}, "Windows does not allow"},
		"device":                {[]string{"nul"}, "reserved on Windows"},
		"device with extension": {[]string{"Aux .x.rdb"}, "reserved on Windows"},
		"port":                  {[]string{"com1.rdb"}, "reserved on Windows"},
		"superscript port":      {[]string{"LPT².rdb"}, "reserved on Windows"},
		"console input":         {[]string{"conin$"}, "reserved on Windows"},
		"too long":              {[]string{strings.Repeat("x", 251)}, "longer than 250 bytes"},
		"twice":                 {[]string{"1.rdb", "2.rdb", "1.rdb"}, "used twice"},
		"twice but for case":    {[]string{"a.RDB", "A.rdb"}, "used twice"},
		"twice, special case":   {[]string{"ſ.rdb", "s.rdb"}, "used twice"},
		"twice in NFC":          {[]string{"\u00e9.rdb", "e\u0301.RDB"}, "used twice"},
		"the manifest":          {[]string{"Manifest.json"}, "reserved"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStore(t, 112)
			o := s.options(t)
			o.Files = nil
			for _, n := range tt.names {
				o.Files = append(o.Files, File{Name: n})
			}
			err := CheckNames("folder", o.Files)
			if tt.wrong == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			expectError(t, err, BadName, tt.wrong)
			_, err = Run(t.Context(), o)
			expectError(t, err, BadName, tt.wrong)
			if _, err := os.Stat(o.Directory); err == nil {
				t.Error("something was written")
			}
		})
	}
	expectError(t, CheckNames("../backup", nil), BadName, "path separator")
}

// TestCompareNames: numbers are in order of their value, however long they are.
func TestCompareNames(t *testing.T) {
	t.Parallel()
	want := []string{"", "1.rdb", "2.rdb", "02.rdb.x", "10.rdb", "99999999999999999999.rdb", "100000000000000000000.rdb", "a", "a01", "a1", "a2b1", "a2b10", "b"}
	slices.Reverse(want)
	got := slices.SortedFunc(slices.Values(want), CompareNames)
	slices.Reverse(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}
