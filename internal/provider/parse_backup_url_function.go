// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/backupurl"
)

var _ function.Function = (*parseBackupURLFunction)(nil)

type parseBackupURLFunction struct{}

func newParseBackupURLFunction() function.Function { return parseBackupURLFunction{} }

// parsedURLModel is the function's result. Parts that the URL lacks are null.
type parsedURLModel struct {
	Scheme    types.String `tfsdk:"scheme"`
	Host      types.String `tfsdk:"host"`
	Bucket    types.String `tfsdk:"bucket"`
	AppID     types.String `tfsdk:"app_id"`
	COSRegion types.String `tfsdk:"cos_region"`
	ObjectKey types.String `tfsdk:"object_key"`
	FileName  types.String `tfsdk:"file_name"`
	SignedAt  types.String `tfsdk:"signed_at"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

func (parseBackupURLFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_backup_url"
}

func (parseBackupURLFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	attributes := map[string]attr.Type{}
	for _, name := range []string{"scheme", "host", "bucket", "app_id", "cos_region", "object_key", "file_name", "signed_at", "expires_at"} {
		attributes[name] = types.StringType
	}
	resp.Definition = function.Definition{
		Summary:             "Parse a signed backup URL",
		MarkdownDescription: "Returns what a signed download URL says about its file and its expiry, without the signature. It makes no request.",
		Parameters: []function.Parameter{function.StringParameter{
			Name:                "url",
			MarkdownDescription: "Signed URL, such as a `download_url` or `inner_download_url`.",
		}},
		Return: function.ObjectReturn{AttributeTypes: attributes},
	}
}

func (parseBackupURLFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var rawURL string
	if resp.Error = req.Arguments.Get(ctx, &rawURL); resp.Error != nil {
		return
	}
	u, err := backupurl.Parse(rawURL)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, "This is not a signed backup URL: "+err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, parsedURLModel{
		Scheme: types.StringValue(u.Scheme), Host: types.StringValue(u.Host),
		Bucket: nonEmpty(u.Bucket), AppID: nonEmpty(u.AppID), COSRegion: nonEmpty(u.Region),
		ObjectKey: types.StringValue(u.ObjectKey), FileName: types.StringValue(u.FileName),
		SignedAt: types.StringValue(u.SignedAt.Format(time.RFC3339)), ExpiresAt: types.StringValue(u.ExpiresAt.Format(time.RFC3339)),
	})
}

func nonEmpty(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
