// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"bytes"
	"strings"
	"unicode"
)

// readTokenFile returns the value that a file holds: the value itself, as
// Kubernetes and CI systems write it, or a JSON object with the value under
// key, as the official provider wants it. Its error is a [*FileError].
func readTokenFile(open OpenFunc, name, key string) (string, error) {
	data, err := readText(open, name)
	if err != nil {
		return "", err
	}
	value := string(bytes.TrimSpace(data))
	if strings.HasPrefix(value, "{") {
		value, err = tokenInJSON(name, data, key)
		if err != nil {
			return "", err
		}
	}
	switch {
	case value == "":
		return "", &FileError{File: name, Reason: "holds no " + key}
	case strings.ContainsFunc(value, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }):
		return "", &FileError{File: name, Reason: "holds more than a " + key + ": there are spaces or line breaks within it"}
	}
	return value, nil
}

func tokenInJSON(name string, data []byte, key string) (string, error) {
	var content struct {
		WebIdentityToken string `json:"web_identity_token"`
		RoleARN          string `json:"role_arn"`
	}
	if err := decodeJSON(name, data, &content); err != nil {
		return "", err
	}
	if key == "role_arn" {
		return strings.TrimSpace(content.RoleARN), nil
	}
	return strings.TrimSpace(content.WebIdentityToken), nil
}
