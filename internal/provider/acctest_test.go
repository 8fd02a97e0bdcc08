// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// fake is a test's own API server on a free loopback port.
type fake struct {
	*fakeapi.Server

	url string
}

func newFake(t *testing.T, o fakeapi.Options) fake {
	t.Helper()
	api := fakeapi.New(o)
	listener := httptest.NewServer(api)
	t.Cleanup(listener.Close)
	return fake{Server: api, url: listener.URL}
}

// factories serve the provider within the test's process. It sees env as its
// whole environment and does not wait between attempts.
func factories(env map[string]string) map[string]func() (tfprotov6.ProviderServer, error) {
	p := New("test",
		WithEnvironment(func(name string) string { return env[name] }),
		WithHome(""),
		WithAPIOptions(tencentapi.WithBackoff(0, 0)),
		WithPollInterval(time.Millisecond))
	return map[string]func() (tfprotov6.ProviderServer, error){
		"tencentredis": providerserver.NewProtocol6WithError(p()),
	}
}

// withProvider puts a provider block for the fake before a configuration.
func (f fake) withProvider(config string) string {
	return fmt.Sprintf(`
provider "tencentredis" {
  secret_id  = %q
  secret_key = %q
  region     = %q
  endpoints  = { redis = %q }
}
`, fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, fakeapi.DocumentRegion, f.url) + config
}

// backupURL is a data source block named test; more is put into it.
func backupURL(instanceID, backupID, more string) string {
	return fmt.Sprintf(`
data "tencentredis_backup_url" "test" {
  instance_id = %q
  backup_id   = %q
  %s
}
`, instanceID, backupID, more)
}

// documentBackup is the example of the API's document.
func documentBackup(more string) string {
	return backupURL(fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, more)
}

// configured is what Configure makes of a provider block for the fake.
func (f fake) configured(t *testing.T, opts ...tencentapi.Option) *providerData {
	t.Helper()
	cred := tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey}
	client, err := redisapi.New(tencentapi.Endpoint{BaseURL: f.url}, cred, append([]tencentapi.Option{tencentapi.WithBackoff(0, 0)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return &providerData{redis: client, region: fakeapi.DocumentRegion, pollInterval: time.Millisecond}
}

// schemaType is the part of the framework's schemas that rawConfig needs.
type schemaType interface{ Type() attr.Type }

// rawConfig is a configuration of those attributes, the others null.
func rawConfig(t *testing.T, s schemaType, values map[string]tftypes.Value) tftypes.Value {
	t.Helper()
	object, ok := s.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatalf("the schema is not an object: %v", s.Type())
	}
	all := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		all[name] = tftypes.NewValue(typ, nil)
	}
	for name, value := range values {
		if _, known := all[name]; !known {
			t.Fatalf("the schema has no attribute %q", name)
		}
		all[name] = value
	}
	return tftypes.NewValue(object, all)
}

func backupURLConfig(t *testing.T, values map[string]tftypes.Value) tfsdk.Config {
	t.Helper()
	s := backupURLSchema()
	return tfsdk.Config{Schema: s, Raw: rawConfig(t, s, values)}
}

func str(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func strs(s ...string) tftypes.Value {
	values := make([]tftypes.Value, len(s))
	for i := range s {
		values[i] = str(s[i])
	}
	return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, values)
}
