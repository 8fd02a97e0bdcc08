// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

var requestID = regexp.MustCompile(`Request ID: [0-9a-f-]{36}`)

// TestErrorsGuide_example: the guide shows an error as the provider returns it.
func TestErrorsGuide_example(t *testing.T) {
	t.Parallel()
	m := documentModel()
	m.BackupID = types.StringValue("1")
	diags := m.read(t.Context(), newFake(t, fakeapi.Options{}).configured(t))
	if len(diags) != 1 {
		t.Fatalf("diagnostics are %v", diags)
	}
	_, example, _ := strings.Cut(guide(t, "errors"), "```text\n")
	example, _, _ = strings.Cut(example, "```")
	flatten := func(text string) string {
		return requestID.ReplaceAllString(strings.Join(strings.Fields(text), " "), "Request ID: ID")
	}
	if diff := cmp.Diff(flatten("Error: "+diags[0].Summary()+" "+diags[0].Detail()), flatten(example)); diff != "" {
		t.Errorf("the guide's example (-provider +guide):\n%s", diff)
	}
}
