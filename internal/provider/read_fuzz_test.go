// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// FuzzBackupURLError: whatever error the API returns, there is one diagnostic, on lines
// of its own, without a control character.
func FuzzBackupURLError(f *testing.F) {
	f.Add("InvalidParameterValue.BackupNotExists", "no such backup", "r-1")
	f.Add("AuthFailure.{region}", "\x1b[31m{instance}\r\nError: forged", "")
	f.Add("", "", "\u202e")
	f.Fuzz(func(t *testing.T, code, message, requestID string) {
		api := fake{Server: fakeapi.New(fakeapi.Options{}), url: "http://127.0.0.1"}
		api.Next(fakeapi.Handle(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprintf(w, `{"Response":{"Error":{"Code":%s,"Message":%s},"RequestId":%s}}`, quoted(code), quoted(message), quoted(requestID))
		}))
		diags := readThrough(t, api, false).Diagnostics
		if len(diags) != 1 || !diags.HasError() {
			t.Fatalf("diagnostics are %v", diags)
		}
		for line := range strings.Lines(diags[0].Detail()) {
			if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Errorf("line %q holds a control character", line)
			}
			if strings.HasPrefix(line, "Error: ") {
				t.Errorf("the API's message got a line of its own: %q", line)
			}
		}
	})
}

func quoted(s string) string {
	encoded, _ := json.Marshal(s) // a string always encodes
	return string(encoded)
}

// FuzzRead_response: whatever the response to a read of URLs or of a list, there is
// one error that quotes no URL, or a state that Terraform accepts.
func FuzzRead_response(f *testing.F) {
	f.Add(false, `{"RequestId":"r"}`)
	f.Add(true, `{"RequestId":"r"}`)
	f.Fuzz(func(t *testing.T, list bool, response string) {
		api := fake{Server: fakeapi.New(fakeapi.Options{}), url: "http://127.0.0.1"}
		api.Next(fakeapi.Respond(response))
		resp := readThrough(t, api, list)
		if resp.Diagnostics.HasError() {
			if n := len(resp.Diagnostics); n != 1 || strings.Contains(resp.Diagnostics[0].Detail(), "q-sign") {
				t.Errorf("diagnostics are %v, want one without a URL", resp.Diagnostics)
			}
			return
		}
		if !resp.State.Raw.IsFullyKnown() || resp.State.Raw.IsNull() {
			t.Errorf("the state is %v", resp.State.Raw)
		}
		err := tftypes.Walk(resp.State.Raw, func(path *tftypes.AttributePath, value tftypes.Value) (bool, error) {
			var text string
			if value.Type().Is(tftypes.String) && !value.IsNull() {
				if err := value.As(&text); err != nil {
					return false, err
				}
			}
			if !utf8.ValidString(text) {
				t.Errorf("%s is %q, which is not UTF-8", path, text)
			}
			return true, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// inMemory reaches a server without a network.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	m.ServeHTTP(w, r)
	return w.Result(), nil
}

// readThrough reads a list of backups, or the URLs of one, without retries.
func readThrough(t *testing.T, api fake, list bool) datasource.ReadResponse {
	t.Helper()
	configured := configuredDataSource{provider: api.configured(t, tencentapi.WithMaxRetries(0), tencentapi.WithTransport(inMemory{api.Server}))}
	var source datasource.DataSource = &backupsDataSource{configured}
	values := object{"instance_id": fakeapi.DocumentInstanceID}
	if !list {
		source = &backupURLDataSource{configured}
		values["backup_id"] = fakeapi.DocumentBackupID
	}
	var described datasource.SchemaResponse
	source.Schema(t.Context(), datasource.SchemaRequest{}, &described)
	config := tfsdk.Config{Schema: described.Schema, Raw: raw(t, described.Schema.Type().TerraformType(t.Context()), values)}
	resp := datasource.ReadResponse{State: tfsdk.State{Schema: described.Schema, Raw: tftypes.NewValue(config.Raw.Type(), nil)}}
	source.Read(t.Context(), datasource.ReadRequest{Config: config}, &resp)
	return resp
}
