// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"path"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/download"
)

// The keys in the private state.
const (
	ownerKey   = "owner"   // the token that was entered in the manifest
	destroyKey = "destroy" // whether the plan destroys the resource
)

// privateState is the private state of a resource, whose type the framework does not
// export.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// newOwner returns a token for one download. An update gets a new one, so that the
// old files are kept if both are in the same folder after all.
func newOwner() string { return rand.Text() }

func setOwner(ctx context.Context, private privateState, owner string) diag.Diagnostics {
	return setText(ctx, private, ownerKey, owner)
}

// ownerIn returns the token. Without one, the files are kept.
func ownerIn(ctx context.Context, private privateState) (owner string, diags diag.Diagnostics) {
	return textIn(ctx, private, ownerKey)
}

func setText(ctx context.Context, private privateState, key, text string) diag.Diagnostics {
	return private.SetKey(ctx, key, []byte(strconv.Quote(text)))
}

// textIn returns what setText set, or "".
func textIn(ctx context.Context, private privateState, key string) (text string, diags diag.Diagnostics) {
	value, diags := private.GetKey(ctx, key)
	_ = json.Unmarshal(value, &text)
	return text, diags
}

// markDestroy records whether a plan destroys the resource. Terraform plans a destroy
// for that alone, not for the first half of a replacement.
func markDestroy(ctx context.Context, private privateState, destroy bool) diag.Diagnostics {
	return private.SetKey(ctx, destroyKey, []byte(strconv.FormatBool(destroy)))
}

func isDestroy(ctx context.Context, private privateState) (bool, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, destroyKey)
	return string(value) == "true", diags
}

// leave gives up the files in the state. It deletes them if remove is set and there
// is no other owner, and reports an error of that with failed.
func (m *backupDownloadModel) leave(ctx context.Context, owner string, remove bool, failed func(folder string, err error) diag.Diagnostic) diag.Diagnostics {
	files, diags := m.results(ctx)
	folder := m.Path.ValueString()
	removed, err := download.Remove(ctx, download.Removal{
		Directory: path.Dir(folder), Name: path.Base(folder), Owner: owner, Files: files, Disown: !remove,
	})
	switch {
	case err != nil && !remove: // the files are kept anyway
		tflog.Warn(ctx, "The manifest still has the token of this resource", map[string]any{"path": folder, "error": err.Error()})
	case err != nil:
		diags.Append(failed(folder, err))
	case remove && removed.NotOwner:
		diags.Append(warningFrom(advice.NotOwner(folder)))
	case len(removed.Kept) > 0:
		diags.Append(warningFrom(advice.Kept(folder, removed.Kept)))
	}
	return diags
}
