// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
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

// newTestProvider returns a provider that sees only env as its environment, has no home,
// and does not pause between attempts.
func newTestProvider(env map[string]string, opts ...tencentapi.Option) *tencentRedisProvider {
	return &tencentRedisProvider{
		version: "test", pollInterval: time.Millisecond, api: append([]tencentapi.Option{tencentapi.WithBackoff(0, 0)}, opts...),
		process: setting.Process{
			Getenv: func(name string) string { return env[name] }, Now: time.Now, Open: textfile.Open,
		},
	}
}

// factories serve the provider in the test's process.
func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"tencentredis": providerserver.NewProtocol6WithError(newTestProvider(nil)),
	}
}

// withProvider returns config after a provider block for the fake.
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

// documentBackup returns the data source for the example in the API's document,
// with more arguments.
func documentBackup(more string) string {
	return fmt.Sprintf(`
data "tencentredis_backup_url" "test" {
  instance_id = %q
  backup_id   = %q
  %s
}
`, fakeapi.DocumentInstanceID, fakeapi.DocumentBackupID, more)
}

// configured returns what Configure passes on for the fake.
func (f fake) configured(t *testing.T, opts ...tencentapi.Option) *providerData {
	t.Helper()
	cred := tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey}
	client, err := redisapi.New(tencentapi.Endpoint{BaseURL: f.url}, cred, append([]tencentapi.Option{tencentapi.WithBackoff(0, 0)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return &providerData{redis: client, region: fakeapi.DocumentRegion, pollInterval: time.Millisecond}
}
