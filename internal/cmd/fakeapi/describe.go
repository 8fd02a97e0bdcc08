// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// describe tells a person what there is to ask for.
func describe(w io.Writer, o fakeapi.Options) {
	fmt.Fprintf(w, "SecretId %s", o.SecretID)
	if o.SecretKey == fakeapi.DefaultSecretKey {
		fmt.Fprintf(w, ", SecretKey %s (the default, good for nothing else)", o.SecretKey)
	}
	fmt.Fprintln(w)
	for _, instance := range o.Instances {
		fmt.Fprintf(w, "instance %s in %s (%s)\n", instance.ID, instance.Region, instance.Architecture)
		for _, backup := range instance.Backups {
			fmt.Fprintf(w, "  backup %s  status %2d  files %d  %s\n", backup.ID, backup.Status, len(backup.Files), printable(backup.Remark))
		}
	}
	for _, role := range []struct{ arn, about string }{
		{fakeapi.DefaultRoleARN, "for the key above"},
		{fakeapi.CrossAccountRoleARN, "for the key above, of another account"},
		{fakeapi.GuardedRoleARN, "for the key above with ExternalId " + fakeapi.DefaultExternalID},
		{fakeapi.MFARoleARN, "for the key above with SerialNumber " + fakeapi.DefaultMFASerial + " and TokenCode " + fakeapi.DefaultMFACode},
		{fakeapi.ClosedRoleARN, "for nobody"},
		{fakeapi.SAMLRoleARN, "for PrincipalArn " + fakeapi.DefaultSAMLProviderARN + " and SAMLAssertion " + fakeapi.DefaultSAMLAssertion},
		{fakeapi.OIDCRoleARN, "for ProviderId " + fakeapi.DefaultOIDCProvider + " and WebIdentityToken " + fakeapi.DefaultWebIdentityToken},
	} {
		fmt.Fprintf(w, "role %s  %s\n", role.arn, role.about)
	}
}

// printable quotes what would not show on a terminal as it is.
func printable(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.QuoteToASCII(text)
	}
	return text
}

// summarize tells a person what was counted.
func summarize(w io.Writer, s fakeapi.Stats) {
	fmt.Fprintf(w, "requests: %d, refused for their rate: %d, most in a second: %d, most in a calendar second: %d, most at a time: %d, connections: %d\n",
		s.Total.Requests, s.Total.Refusals, s.Total.MaxInSlidingSecond, s.Total.MaxInCalendarSecond, s.MaxInFlight, s.Connections)
}
