// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// describe prints what there is to ask for.
func describe(w io.Writer, o fakeapi.Options) {
	fmt.Fprintf(w, "SecretId %s", o.SecretID)
	if o.SecretKey == fakeapi.DefaultSecretKey {
		fmt.Fprintf(w, ", SecretKey %s (the default, good for nothing else)", o.SecretKey)
	}
	fmt.Fprintln(w)
	for _, instance := range o.Instances {
		fmt.Fprintf(w, "instance %s in %s (%s)\n", instance.ID, instance.Region, cmp.Or(instance.Architecture, fakeapi.Cluster))
		for _, backup := range instance.Backups {
			fmt.Fprintf(w, "  backup %s  status %2d  files %d  %s\n",
				backup.ID, cmp.Or(backup.Status, fakeapi.BackupNormal), len(backup.Files), printable(backup.Remark))
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

// printEnv prints variables as a shell and GITHUB_ENV read them.
func printEnv(w io.Writer, environment []string) {
	for _, variable := range environment {
		fmt.Fprintln(w, variable)
	}
}

// count prints how many requests there were, and how fast.
func count(w io.Writer, s fakeapi.Stats) {
	fmt.Fprintf(w, "requests: %d, refused for their rate: %d, most in a second: %d, most in a calendar second: %d, most at a time: %d, connections: %d\n",
		s.Total.Requests, s.Total.Refusals, s.Total.MaxInSlidingSecond, s.Total.MaxInCalendarSecond, s.MaxInFlight, s.Connections)
}

// failed is a kind of request that failed.
type failed struct {
	action, code string
	injected     bool
}

// failures counts the requests that did not succeed.
func failures(fake *fakeapi.Server) map[failed]int {
	all := map[failed]int{}
	for _, r := range fake.Requests() {
		if r.Code != "" || r.Injected {
			all[failed{cmp.Or(r.Action, "(no action)"), cmp.Or(r.Code, "(no response)"), r.Injected}]++
		}
	}
	for _, d := range fake.Downloads() {
		if d.Code != "" || d.Injected {
			all[failed{"download", cmp.Or(d.Code, "(no response)"), d.Injected}]++
		}
	}
	return all
}

// refusals counts the failures that no fault is to blame for.
func refusals(all map[failed]int) (n int) {
	for f, times := range all {
		if !f.injected {
			n += times
		}
	}
	return n
}

// summarize prints the failures, if there are any.
func summarize(w io.Writer, all map[failed]int) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(w, "tencentredis-fakeapi: requests that failed:")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range slices.SortedFunc(maps.Keys(all), func(a, b failed) int {
		return cmp.Or(cmp.Compare(a.action, b.action), cmp.Compare(a.code, b.code))
	}) {
		why := ""
		if f.injected {
			why = "  injected"
		}
		fmt.Fprintf(table, "  %s\t%s\t%d%s\n", f.action, f.code, all[f], why)
	}
	_ = table.Flush() // there is nowhere left to report to
}
