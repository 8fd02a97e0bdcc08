// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const testSignedURL = "https://b-250.cos.ap-chengdu.myqcloud.com/d/-1.rdb?sign=q-sign-algorithm%3Dsha1%26q-sign-time%3D1551952863%3B1551974523%26q-signature%3D5ecret"

func TestParseBackupURL(t *testing.T) {
	t.Parallel()
	str, null := types.StringValue, types.StringNull()
	tests := map[string]struct {
		argument attr.Value
		want     map[string]attr.Value
		wantErr  string
	}{
		"documented form": {argument: str(testSignedURL), want: map[string]attr.Value{
			"scheme": str("https"), "host": str("b-250.cos.ap-chengdu.myqcloud.com"), "bucket": str("b-250"), "app_id": str("250"), "cos_region": str("ap-chengdu"),
			"object_key": str("d/-1.rdb"), "file_name": str("-1.rdb"), "signed_at": str("2019-03-07T10:01:03Z"), "expires_at": str("2019-03-07T16:02:03Z"),
		}},
		"another host": {argument: str("http://127.0.0.1:1/d/1.rdb?q-sign-time=1551952863;1551974523"), want: map[string]attr.Value{
			"scheme": str("http"), "host": str("127.0.0.1:1"), "bucket": null, "app_id": null, "cos_region": null,
			"object_key": str("d/1.rdb"), "file_name": str("1.rdb"), "signed_at": str("2019-03-07T10:01:03Z"), "expires_at": str("2019-03-07T16:02:03Z"),
		}},
		"no signature": {argument: str("https://h/o?q-signature=5ecret"), wantErr: "This is not a signed backup URL: it has no valid q-sign-time"},
		"empty":        {argument: str(""), wantErr: "This is not a signed backup URL: it does not begin with https:// or http://"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var definition function.DefinitionResponse
			newParseBackupURLFunction().Definition(t.Context(), function.DefinitionRequest{}, &definition)
			returned, ok := definition.Definition.Return.GetType().(attr.TypeWithAttributeTypes)
			if !ok {
				t.Fatal("it does not return an object")
			}
			resp := function.RunResponse{Result: function.NewResultData(types.ObjectUnknown(returned.AttributeTypes()))}
			newParseBackupURLFunction().Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{tt.argument})}, &resp)
			if tt.wantErr != "" {
				if resp.Error == nil || !strings.Contains(resp.Error.Text, tt.wantErr) || strings.Contains(resp.Error.Text, "5ecret") || *resp.Error.FunctionArgument != 0 {
					t.Errorf("error is %v, want one of argument 0 with %q and without the signature", resp.Error, tt.wantErr)
				}
				return
			}
			if resp.Error != nil {
				t.Fatal(resp.Error)
			}
			if diff := cmp.Diff(types.ObjectValueMust(returned.AttributeTypes(), tt.want), resp.Result.Value()); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
		})
	}
}
