// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestRead: the floor answers, and its schema and model agree.
func TestRead(t *testing.T) {
	t.Parallel()
	server, err := providerserver.NewProtocol6WithError(newFloor())()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatal(err, schemas.Diagnostics)
	}
	const name = "tencentredis_backup_url"
	object := schemas.DataSourceSchemas[name].ValueType().(tftypes.Object)
	values := map[string]tftypes.Value{}
	for attribute, typ := range object.AttributeTypes {
		values[attribute] = tftypes.NewValue(typ, nil)
	}
	values["instance_id"] = tftypes.NewValue(tftypes.String, "crs-1")
	values["backup_id"] = tftypes.NewValue(tftypes.String, "1")
	config, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	read, err := server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: &config})
	if err != nil || len(read.Diagnostics) > 0 {
		t.Fatal(err, read.Diagnostics)
	}
	state, err := read.State.Unmarshal(object)
	if err != nil {
		t.Fatal(err)
	}
	if !state.IsFullyKnown() || state.IsNull() {
		t.Errorf("the answer is %s", state)
	}
}
