// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/actionserver"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// object is a block of a configuration. An argument that it lacks is null.
type object = map[string]any

// unknown is the value of an argument that is known only at apply.
type unknown struct{}

// session calls the provider as Terraform does, without Terraform.
type session struct {
	actionserver.Server

	t       *testing.T
	ctx     context.Context // of each call but invoke
	schemas *tfprotov6.GetProviderSchemaResponse
	private *private
}

// private is the private state of tencentredis_backup_download.
type private struct{ stored, planned []byte }

// serve returns a provider that sees only env as its environment and does not
// wait between attempts.
func serve(t *testing.T, env map[string]string, opts ...tencentapi.Option) session {
	t.Helper()
	p := newTestProvider(env, opts...)
	p.pollInterval = 5 * time.Millisecond
	server, ok := actionserver.Wrap(providerserver.NewProtocol6(p)()).(actionserver.Server)
	if !ok {
		t.Fatal("the server has no actions")
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return session{server, t, t.Context(), schemas, &private{}}
}

// session returns a provider that is configured for the fake, with env on top.
func (f fake) session(t *testing.T, env map[string]string, opts ...tencentapi.Option) session {
	t.Helper()
	s := serve(t, with(fakeKeys(envRegion, fakeapi.DocumentRegion, "TENCENTCLOUD_ENDPOINT_URL_REDIS", f.url), pairs(env)...), opts...)
	if diags := s.configure(object{}); len(diags) > 0 {
		t.Fatalf("diagnostics: %s: %s", diags[0].Summary, diags[0].Detail)
	}
	return s
}

// raw returns values as a value of a schema's type.
func raw(t testing.TB, typ tftypes.Type, value any) tftypes.Value {
	t.Helper()
	switch v := value.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case object:
		if v == nil {
			return tftypes.NewValue(typ, nil)
		}
		types := typ.(tftypes.Object).AttributeTypes
		values := map[string]tftypes.Value{}
		for name, typ := range types {
			values[name] = raw(t, typ, v[name])
		}
		for name := range v {
			if types[name] == nil {
				t.Fatalf("there is no attribute %q", name)
			}
		}
		return tftypes.NewValue(typ, values)
	case []any:
		values := make([]tftypes.Value, len(v))
		for i := range v {
			switch of := typ.(type) {
			case tftypes.List:
				values[i] = raw(t, of.ElementType, v[i])
			case tftypes.Set:
				values[i] = raw(t, of.ElementType, v[i])
			}
		}
		return tftypes.NewValue(typ, values)
	}
	return tftypes.NewValue(typ, value)
}

func (s session) dynamic(typ tftypes.Type, block object) *tfprotov6.DynamicValue {
	s.t.Helper()
	v, err := tfprotov6.NewDynamicValue(typ, raw(s.t, typ, block))
	if err != nil {
		s.t.Fatal(err)
	}
	return &v
}

func (s session) configure(block object) []*tfprotov6.Diagnostic {
	s.t.Helper()
	resp, err := s.ConfigureProvider(s.ctx, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.16.0", Config: s.dynamic(s.schemas.Provider.ValueType(), block),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.Diagnostics
}

// read reads a data source, and returns its state.
func (s session) read(name string, block object) (object, []*tfprotov6.Diagnostic) {
	s.t.Helper()
	typ := s.schemas.DataSourceSchemas[name].ValueType()
	resp, err := s.ReadDataSource(s.ctx, &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: s.dynamic(typ, block)})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.values(typ, resp.State), resp.Diagnostics
}

// readDocument reads the URLs in the API document's example.
func (s session) readDocument() (object, []*tfprotov6.Diagnostic) {
	s.t.Helper()
	return s.read("tencentredis_backup_url", object{"instance_id": fakeapi.DocumentInstanceID, "backup_id": fakeapi.DocumentBackupID})
}

// refresh reads the state of tencentredis_backup_download again.
func (s session) refresh(state object) (object, []*tfprotov6.Diagnostic) {
	s.t.Helper()
	typ := s.schemas.ResourceSchemas[downloadName].ValueType()
	resp, err := s.ReadResource(s.ctx, &tfprotov6.ReadResourceRequest{TypeName: downloadName, CurrentState: s.dynamic(typ, state), Private: s.private.stored})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.values(typ, resp.NewState), resp.Diagnostics
}

// proposed returns block with what the provider computed before, as Terraform does.
func proposed(prior, block object) object {
	if prior == nil || block == nil {
		return block
	}
	computed := object{}
	for _, name := range []string{"path", "files", "fingerprint", "region"} {
		computed[name] = prior[name]
	}
	return merge(computed, block)
}

// plan plans a change of tencentredis_backup_download from prior to block; nil is
// none.
func (s session) plan(prior, block object) (planned object, diags []*tfprotov6.Diagnostic) {
	s.t.Helper()
	typ := s.schemas.ResourceSchemas[downloadName].ValueType()
	config := s.dynamic(typ, block)
	resp, err := s.PlanResourceChange(s.ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: downloadName, PriorState: s.dynamic(typ, prior), PriorPrivate: s.private.stored, ProposedNewState: s.dynamic(typ, proposed(prior, block)), Config: config,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.private.planned = resp.PlannedPrivate
	return s.values(typ, resp.PlannedState), resp.Diagnostics
}

// apply applies what plan planned.
func (s session) apply(prior, block, planned object) (state object, diags []*tfprotov6.Diagnostic) {
	s.t.Helper()
	typ := s.schemas.ResourceSchemas[downloadName].ValueType()
	resp, err := s.ApplyResourceChange(s.ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: downloadName, PriorState: s.dynamic(typ, prior), PlannedState: s.dynamic(typ, planned), PlannedPrivate: s.private.planned, Config: s.dynamic(typ, block),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.private.stored = resp.Private
	return s.values(typ, resp.NewState), resp.Diagnostics
}

// change plans and, if that is no error, applies.
func (s session) change(prior, block object) (state object, diags []*tfprotov6.Diagnostic) {
	s.t.Helper()
	planned, diags := s.plan(prior, block)
	if len(errorsOf(diags)) > 0 {
		return nil, diags
	}
	state, more := s.apply(prior, block, planned)
	return state, append(diags, more...)
}

func (s session) values(typ tftypes.Type, v *tfprotov6.DynamicValue) object {
	s.t.Helper()
	value, err := v.Unmarshal(typ)
	if err != nil {
		s.t.Fatal(err)
	}
	values, _ := plain(s.t, value).(object)
	return values
}

// plain returns a value as Go's own types: nil, string, int64, bool, []any, and
// object.
func plain(t *testing.T, value tftypes.Value) any {
	t.Helper()
	var (
		text    string
		number  *big.Float
		flag    bool
		list    []tftypes.Value
		members map[string]tftypes.Value
	)
	switch {
	case value.IsNull():
		return nil
	case !value.IsKnown():
		return unknown{}
	case value.As(&text) == nil:
		return text
	case value.As(&number) == nil:
		n, _ := number.Int64()
		return n
	case value.As(&flag) == nil:
		return flag
	case value.As(&list) == nil:
		values := make([]any, len(list))
		for i := range list {
			values[i] = plain(t, list[i])
		}
		return values
	case value.As(&members) == nil:
		values := object{}
		for name := range members {
			values[name] = plain(t, members[name])
		}
		return values
	}
	t.Fatalf("a value of type %s", value.Type())
	return nil
}

// attributeOf returns the argument that a diagnostic is attached to.
func attributeOf(d *tfprotov6.Diagnostic) string {
	return strings.TrimSuffix(strings.TrimPrefix(d.Attribute.String(), `AttributeName("`), `")`)
}

// invoked is what an action sent.
type invoked struct {
	progress []string
	diags    []*tfprotov6.Diagnostic
}

// invoke runs an action to its end.
func (s session) invoke(ctx context.Context, name string, block object) invoked {
	s.t.Helper()
	config := s.dynamic(s.schemas.ActionSchemas[name].Schema.ValueType(), block)
	stream, err := s.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: name, Config: config})
	if err != nil {
		s.t.Fatal(err)
	}
	var all invoked
	completed := 0
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			all.progress = append(all.progress, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed++
			all.diags = append(all.diags, e.Diagnostics...)
		}
	}
	if completed != 1 {
		s.t.Errorf("%d events of completion, want 1", completed)
	}
	return all
}

// requests returns the bodies of the requests for an action.
func (f fake) requests(t *testing.T, action string) []object {
	t.Helper()
	var bodies []object
	for _, r := range f.Requests() {
		if r.Action != action {
			continue
		}
		var body object
		if err := json.Unmarshal(r.Body, &body); err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	return bodies
}

// merge returns the arguments of all blocks; a later block overrides.
func merge(blocks ...object) object {
	all := object{}
	for _, b := range blocks {
		maps.Copy(all, b)
	}
	return all
}

func list(elements ...any) []any { return append([]any{}, elements...) }
