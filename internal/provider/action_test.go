// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/actionserver"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// actionServer invokes actions as Terraform does, which plugin-testing cannot.
type actionServer struct {
	actionserver.Server

	t *testing.T
}

// actions serves the provider, configured for the fake, with env on top.
func (f fake) actions(t *testing.T, env map[string]string) actionServer {
	t.Helper()
	all := map[string]string{
		"TENCENTCLOUD_SECRET_ID": fakeapi.DefaultSecretID, "TENCENTCLOUD_SECRET_KEY": fakeapi.DefaultSecretKey,
		"TENCENTCLOUD_REGION": fakeapi.DocumentRegion, "TENCENTCLOUD_ENDPOINT_URL_REDIS": f.url,
	}
	maps.Copy(all, env)
	p := New("test", WithEnvironment(func(name string) string { return all[name] }), WithHome(""),
		WithAPIOptions(tencentapi.WithBackoff(0, 0)), WithPollInterval(5*time.Millisecond))
	server, ok := actionserver.Wrap(providerserver.NewProtocol6(p())()).(actionserver.Server)
	if !ok {
		t.Fatal("the server has no actions")
	}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.16.0", Config: dynamic(t, rawConfig(t, config.Schema(), nil))})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatalf("ConfigureProvider: %v, %v", err, resp)
	}
	return actionServer{server, t}
}

func dynamic(t *testing.T, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	v, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &v
}

// config is the configuration of an action with those arguments.
func (s actionServer) config(a action.Action, values map[string]tftypes.Value) *tfprotov6.DynamicValue {
	s.t.Helper()
	var resp action.SchemaResponse
	a.Schema(s.t.Context(), action.SchemaRequest{}, &resp)
	return dynamic(s.t, rawConfig(s.t, resp.Schema, values))
}

// invoked is what an action sent.
type invoked struct {
	progress  []string
	diags     []*tfprotov6.Diagnostic
	completed int
}

// invoke runs an action to its end.
func (s actionServer) invoke(ctx context.Context, name string, config *tfprotov6.DynamicValue) invoked {
	s.t.Helper()
	stream, err := s.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: name, Config: config})
	if err != nil {
		s.t.Fatal(err)
	}
	var all invoked
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			all.progress = append(all.progress, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			all.completed++
			all.diags = append(all.diags, e.Diagnostics...)
		}
	}
	if all.completed != 1 {
		s.t.Errorf("%d events of completion, want 1", all.completed)
	}
	return all
}
