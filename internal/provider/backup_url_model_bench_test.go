// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// benchResponse returns a response with five files, as in the API document's example.
func benchResponse() *redisapi.BackupURLResponse {
	var r redisapi.BackupURLResponse
	r.RequestID = "6ed4d4d1-7e1a-4f5a-9b1e-1f2b3c4d5e6f"
	for i := range 5 {
		name := fmt.Sprintf("-9527208-%d-redis-server-4.0.8-1001463-ignore-1-ignore.rdb", i)
		url := "https://redis-database-backup-1251937656.cos.ap-chengdu.myqcloud.com/251005863/redis/1001463/data/2019-03-07/" + name +
			"?q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1551952863;1551974523&q-key-time=1551952863;1551974523&q-signature=4ad1a9d3b2d5a9f1"
		r.BackupInfos = append(r.BackupInfos, redisapi.BackupInfo{
			FileName: &name, FileSize: new(int64(24 << 20)), DownloadURL: &url, InnerDownloadURL: &url,
		})
		r.DownloadURL, r.InnerDownloadURL = append(r.DownloadURL, &url), append(r.InnerDownloadURL, &url)
		r.Filenames = append(r.Filenames, &name)
	}
	return &r
}

func benchConfig(b *testing.B) tfsdk.Config {
	b.Helper()
	s := backupURLSchema()
	return tfsdk.Config{Schema: s, Raw: raw(b, s.Type().TerraformType(b.Context()), object{"instance_id": fakeapi.DocumentInstanceID, "backup_id": fakeapi.DocumentBackupID})}
}

// BenchmarkRead_state is a read without its request: configuration to state.
func BenchmarkRead_state(b *testing.B) {
	config, response := benchConfig(b), benchResponse()
	b.ReportAllocs()
	for b.Loop() {
		var m backupURLModel
		if diags := config.Get(b.Context(), &m); diags.HasError() {
			b.Fatal(diags)
		}
		m.fill(redisapi.BackupURLRequest{Region: fakeapi.DocumentRegion}, response)
		state := tfsdk.State(config)
		if diags := state.Set(b.Context(), &m); diags.HasError() {
			b.Fatal(diags)
		}
	}
}

// BenchmarkSchema is the first call that Terraform makes.
func BenchmarkSchema(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		server, err := factories()["tencentredis"]()
		if err != nil {
			b.Fatal(err)
		}
		response, err := server.GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
		if err != nil || len(response.Diagnostics) > 0 {
			b.Fatal(err, response.Diagnostics)
		}
	}
}

// BenchmarkValidate is the call that Terraform makes before each read, twice in a plan.
func BenchmarkValidate(b *testing.B) {
	server, err := factories()["tencentredis"]()
	if err != nil {
		b.Fatal(err)
	}
	config := benchConfig(b).Raw
	value, err := tfprotov6.NewDynamicValue(config.Type(), config)
	if err != nil {
		b.Fatal(err)
	}
	request := &tfprotov6.ValidateDataResourceConfigRequest{TypeName: "tencentredis_backup_url", Config: &value}
	b.ReportAllocs()
	for b.Loop() {
		response, err := server.ValidateDataResourceConfig(b.Context(), request)
		if err != nil || len(response.Diagnostics) > 0 {
			b.Fatal(err, response.Diagnostics)
		}
	}
}
