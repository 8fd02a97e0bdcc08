// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package setting

import (
	"errors"
	"fmt"
	"unicode"
)

// CheckWord returns an error if text has anything but visible ASCII characters,
// which can be neither sent in a header nor signed. The error completes a
// sentence and never contains the text.
func CheckWord(text string) error {
	for _, c := range text {
		switch {
		case c == ' ' || c == '\t':
			return errors.New("contains a space or tab. Copy the value again, without it")
		case c > unicode.MaxASCII:
			return errors.New("contains a character that is not ASCII. Copy the value again, without it")
		}
		if err := checkText(string(c)); err != nil {
			return err
		}
	}
	return nil
}

// checkPath returns an error if text is no name of a file on any system. Names are
// repeated in errors.
func checkPath(text string) error {
	if len(text) > 4096 {
		return fmt.Errorf("has %d bytes, more than any path", len(text))
	}
	return checkText(text)
}

// checkText returns an error if text contains a line break or another control
// character.
func checkText(text string) error {
	for _, c := range text {
		switch {
		case c == '\n' || c == '\r':
			return errors.New("contains a line break. Copy the value again, as one line")
		case unicode.IsControl(c):
			return errors.New("contains a control character. Copy the value again, without it")
		}
	}
	return nil
}
