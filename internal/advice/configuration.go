// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// Configuration returns the message for a problem with the provider block, the
// environment, or a profile. Its attribute is the path of an argument.
func Configuration(err error) Advice {
	if e, ok := errors.AsType[*auth.MissingError](err); ok {
		return missingCredentials(e).advice()
	}
	if e, ok := errors.AsType[*auth.ExpiredLoginError](err); ok {
		return explained{summary: "Expired Login of a Profile", entry: expiredLogin(e), facts: []string{
			"File: " + e.File, "Expired: " + e.Expired.UTC().Format(time.RFC3339), "This machine's clock: " + e.Now.UTC().Format(time.RFC3339),
		}}.advice()
	}
	if e, ok := errors.AsType[*textfile.Error](err); ok {
		unusable := explained{summary: "Unusable Credentials File", entry: entry{meaning: "The file " + e.File + " " + e.Reason + "."}}
		if e.Line > 0 {
			unusable.facts = []string{fmt.Sprintf("Line: %d", e.Line), fmt.Sprintf("Column: %d", e.Column)}
		}
		return unusable.advice()
	}
	invalid := explained{summary: "Invalid Provider Configuration", entry: entry{meaning: err.Error()}}
	if e, ok := errors.AsType[*setting.Error](err); ok {
		invalid.attribute = e.Argument
	}
	return invalid.advice()
}

func missingCredentials(e *auth.MissingError) explained {
	facts := []string{"These sources were checked:"}
	for _, note := range e.Notes {
		facts = append(facts, "  - "+note)
	}
	return explained{summary: "Missing Tencent Cloud Credentials", entry: entry{
		meaning: "No credentials were found to sign requests with.",
		next: "Set the environment variables " + auth.EnvSecretID + " and " + auth.EnvSecretKey + ", set \"profile\" to a profile of tccli, or configure another source. " +
			"You can create a key pair at " + keyPage + ".",
	}, facts: append(facts,
		"  - not set in the provider block: "+strings.Join(e.NotInBlock, ", "), "  - not set in the environment: "+strings.Join(e.NotInEnvironment, ", "))}
}

func expiredLogin(e *auth.ExpiredLoginError) entry {
	return entry{
		meaning: fmt.Sprintf("The login of the profile %q has expired.", e.Profile),
		next:    fmt.Sprintf("Log in again with \"%s\", then rerun Terraform.", e.Command),
	}
}
