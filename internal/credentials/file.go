// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// maxFile is the most that is read of a file; real ones have some ten KiB.
const maxFile = 1 << 20

// OpenFunc opens a file for reading, as [os.Open] does.
type OpenFunc func(name string) (fs.File, error)

// openRegular opens a file of this machine. Looking first keeps it from
// waiting at a pipe that nobody writes to.
func openRegular(name string) (fs.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, errors.New("is not a regular file")
	}
	return os.Open(name)
}

// readText returns the whole of a text file, without a byte order mark. Its
// error is a [*FileError].
func readText(open OpenFunc, name string) ([]byte, error) {
	fail := func(err error, reason string) ([]byte, error) {
		return nil, &FileError{File: name, Reason: reason, Err: err}
	}
	f, err := open(name)
	if err != nil {
		return fail(err, describeFileFault(err))
	}
	defer func() { _ = f.Close() }() // nothing to do about a failed close of a read file
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fail(nil, "is a folder, not a file")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return fail(err, describeFileFault(err))
	case len(data) > maxFile:
		return fail(nil, "is larger than 1 MiB")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fail(nil, "is encoded as UTF-16; save it as UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return fail(nil, "is not UTF-8 text")
	}
	return data, nil
}

func describeFileFault(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read: permission denied"
	}
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathErr.Err // the path is told already
	}
	return err.Error()
}

// decodeJSON decodes the JSON object in data, the content of the file name,
// into out. Its error is a [*FileError] with the place of the fault.
func decodeJSON(name string, data []byte, out any) error {
	fail := func(offset int64, reason string) error {
		e := &FileError{File: name, Reason: reason}
		e.Line, e.Column = position(data, offset)
		return e
	}
	if trimmed := bytes.TrimSpace(data); len(trimmed) == 0 {
		return &FileError{File: name, Reason: "is empty, and should hold a JSON object"}
	}
	err := json.Unmarshal(data, out)
	if err == nil {
		if bytes.TrimSpace(data)[0] != '{' { // null, which decodes into anything
			return fail(int64(len(data)), "should hold a JSON object")
		}
		return nil
	}
	if syntaxErr, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fail(syntaxErr.Offset, "is not valid JSON: "+syntaxErr.Error())
	}
	if typeErr, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		kind, _, _ := strings.Cut(typeErr.Value, " ") // of a number, the rest is its digits
		if typeErr.Field == "" {
			return fail(typeErr.Offset, "should hold a JSON object, not a JSON "+kind)
		}
		return fail(typeErr.Offset, fmt.Sprintf("%s should be a JSON %s, not a JSON %s", typeErr.Field, jsonKind(typeErr), kind))
	}
	return &FileError{File: name, Reason: "is not what it should be", Err: err}
}

func jsonKind(err *json.UnmarshalTypeError) string {
	switch err.Type.String() {
	case "string":
		return "string"
	case "float64":
		return "number"
	}
	return "object"
}

// position turns the count of bytes that were read up to a fault into the line
// and column of the last of them, each counted from 1, columns in characters.
func position(data []byte, offset int64) (line, column int) {
	read := data[:min(max(offset, 1), int64(len(data)))]
	lineStart := bytes.LastIndexByte(read[:len(read)-1], '\n') + 1
	return bytes.Count(read[:lineStart], []byte("\n")) + 1, utf8.RuneCount(read[lineStart:])
}

// expandHome resolves a leading ~ of a path, as a shell does.
func (r *resolver) expandHome(s setting) string {
	rest, found := strings.CutPrefix(s.value, "~")
	if !found || rest != "" && !os.IsPathSeparator(rest[0]) {
		return s.value
	}
	if r.Home == "" {
		r.failArgument(s.argument, "%s begins with ~, and the home folder is not known; give the whole path", s.place)
		return s.value
	}
	return filepath.Join(r.Home, rest)
}
