// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"fmt"
	"regexp"
	"strings"
)

// apiError is an error in an API response.
type apiError struct {
	Code    string
	Message string
}

// messages are messages of error codes. They are not documented, but some appear in
// public bug reports, such as that of AuthFailure.SignatureFailure.
var messages = map[string]string{ //nolint:gosec // names of errors, no credentials
	"InvalidParameterValue.BackupNotExists": "The backup does not exist.",
	"ResourceNotFound.InstanceNotExists":    "No Redis instance was found for the given serial ID.",
	"AuthFailure.InvalidAuthorization":      "The request `Authorization` header does not conform to tencentcloud standards.",
	"AuthFailure.SecretIdNotFound":          "The SecretId is not found, please ensure that your SecretId is correct.",
	"AuthFailure.SignatureExpire":           "Signature expired. The difference between the timestamp and the server time must not exceed 5 minutes.",
	"AuthFailure.SignatureFailure":          "The provided credentials could not be validated. Please check your signature is correct.",
	"AuthFailure.TokenFailure":              "Token verification failed. Please check your Token is correct.",
	"RequestSizeLimitExceeded":              "The request size exceeds the upper limit.",
	"UnsupportedProtocol":                   "The request method is not supported by this API.",
	"UnsupportedRegion":                     "The action not support this region.",
	"RequestLimitExceeded": "Your current request times equals to `21` in a second, " +
		"which exceeds the frequency limit `20` for a second. Please reduce the frequency of calls.",
}

// failure returns the error with that code and its message, or a general message.
func failure(code string) *apiError {
	if message, ok := messages[code]; ok {
		return &apiError{Code: code, Message: message}
	}
	words := strings.ReplaceAll(capital.ReplaceAllString(code, "$1 $2"), ".", ": ")
	return &apiError{Code: code, Message: "The request failed: " + strings.ToLower(words) + "."}
}

// capital matches the beginning of the next word in a code.
var capital = regexp.MustCompile(`([a-z])([A-Z])`)

// failuref returns the error with that code and a formatted message.
func failuref(code, format string, args ...any) *apiError {
	return &apiError{Code: code, Message: fmt.Sprintf(format, args...)}
}

func missingParameter(name string) *apiError {
	return failuref("MissingParameter", "The request is missing a required parameter `%s`.", name)
}

func unknownParameter(name string) *apiError {
	return failuref("UnknownParameter", "The parameter `%s` is not recognized.", name)
}

// wrongType returns the error for a value of the wrong JSON type.
func wrongType(name, want string) *apiError {
	return failuref("InvalidParameter", "The value type of parameter `%s` is not valid, it should be %s.", name, want)
}

// invalidBusiness returns the error for a value that the action does not allow.
func invalidBusiness(format string, args ...any) *apiError {
	return failuref("InvalidParameter.InvalidParameter", format, args...)
}
