// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
)

// plan settles where the credential comes from; nil where that is a problem.
func (r *resolver) plan(m providerModel, p process) *credentials.Plan {
	home, err := p.home()
	if err != nil {
		home = ""
	}
	plan, err := credentials.Resolve(credentials.Input{Block: m.credentials(), Getenv: p.getenv, Home: home, Now: p.now})
	problems, _ := errors.AsType[credentials.Problems](err)
	for _, problem := range problems {
		r.diags.Append(credentialsProblem(problem))
	}
	return plan
}

// credentialsProblem tells one fault of what says where credentials come from.
func credentialsProblem(err error) diag.Diagnostic {
	if e, ok := errors.AsType[*credentials.ArgumentError](err); ok {
		return diag.NewAttributeErrorDiagnostic(dottedPath(e.Argument), "Invalid Provider Configuration", sentence(e.Reason))
	}
	if e, ok := errors.AsType[*credentials.MissingError](err); ok {
		return missingCredentials(e)
	}
	if e, ok := errors.AsType[*credentials.KeyPairError](err); ok {
		return halfKeyPair(e)
	}
	if e, ok := errors.AsType[*credentials.ExpiredLoginError](err); ok {
		return diag.NewErrorDiagnostic("Expired Login of a Profile", fmt.Sprintf(
			"The login of the profile %q has expired, at %s.\n\nLog in again with `%s`, and then run this once more.\n\nFile: %s",
			e.Profile, e.Expired.UTC().Format(time.RFC3339), e.Command, e.File))
	}
	if e, ok := errors.AsType[*credentials.FileError](err); ok {
		return diag.NewErrorDiagnostic("Unusable Credentials File", fileFault(e))
	}
	return diag.NewErrorDiagnostic("Invalid Provider Configuration", sentence(err.Error()))
}

func fileFault(e *credentials.FileError) string {
	detail := fmt.Sprintf("The file %s %s.", e.File, e.Reason)
	if e.Line > 0 {
		detail += fmt.Sprintf("\n\nLine: %d\nColumn: %d", e.Line, e.Column)
	}
	return detail
}

func missingCredentials(e *credentials.MissingError) diag.Diagnostic {
	names := map[string][]string{}
	for _, s := range credentials.Order() {
		names[s.Name] = s.Variables[:min(2, len(s.Variables))]
		if len(s.Arguments) > 0 {
			names[s.Name] = s.Arguments
		}
	}
	var b strings.Builder
	b.WriteString("Each request to the API is signed with a key pair, and none was found. These places were looked at, in this order:\n")
	for _, f := range e.Report {
		b.WriteString("  - " + f.Source)
		if list := names[f.Source]; len(list) > 0 {
			b.WriteString(" (" + strings.Join(list, ", ") + ")")
		}
		b.WriteString(": " + f.Found + "\n")
	}
	b.WriteString("\nSet the environment variables " + credentials.EnvSecretID + " and " + credentials.EnvSecretKey +
		", or name a profile of tccli, or set up one of the other sources. " +
		"A key pair is made at https://console.cloud.tencent.com/cam/capi.")
	return diag.NewErrorDiagnostic("Missing Tencent Cloud Credentials", b.String())
}

func halfKeyPair(e *credentials.KeyPairError) diag.Diagnostic {
	const summary = "Incomplete Tencent Cloud Key Pair"
	var b strings.Builder
	fmt.Fprintf(&b, "A key pair has an id and a secret. The %s is set, but %s was not found. It was looked for here, in this order:\n", e.Found, e.Missing)
	for _, f := range e.Looked {
		fmt.Fprintf(&b, "  - %s\n", f)
	}
	b.WriteString("\nSet both halves in the same place, or remove the one that is set.")
	if e.Argument == "" {
		return diag.NewErrorDiagnostic(summary, b.String())
	}
	return diag.NewAttributeErrorDiagnostic(dottedPath(e.Argument), summary, b.String())
}

// dottedPath is the path of "assume_role.session_name".
func dottedPath(argument string) path.Path {
	at := path.Empty()
	for name := range strings.SplitSeq(argument, ".") {
		at = at.AtName(name)
	}
	return at
}

// sentence makes one of an error's text.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
