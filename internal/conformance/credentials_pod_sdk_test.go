// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// inPod makes the machine a pod with an identity, and returns the token's file.
func inPod(t *testing.T, region, token string) (file string) {
	t.Helper()
	home := emptyMachine(t)
	writeFiles(t, home, map[string]string{"token": token})
	file = filepath.Join(home, "token")
	t.Setenv("TKE_REGION", region)
	t.Setenv("TKE_PROVIDER_ID", fakeapi.DefaultOIDCProvider)
	t.Setenv("TKE_WEB_IDENTITY_TOKEN_FILE", file)
	t.Setenv("TKE_ROLE_ARN", fakeapi.OIDCRoleARN)
	return file
}

// podProvider is the SDK's provider for pods, pointed at a service.
func podProvider(t *testing.T, s *service) *common.OIDCRoleArnProvider {
	t.Helper()
	provider, err := common.DefaultTkeOIDCRoleArnProvider()
	if err != nil {
		t.Fatal(err)
	}
	provider.Endpoint = s.host
	return provider
}

// podRequests takes from two requests what is meant to differ: the region, which
// the SDK drops in favor of its constant although it insists on TKE_REGION, and the
// name of the session, by which each tells who it is.
func podRequests(t *testing.T, s *service, region string) (sdk, our asked) {
	t.Helper()
	all := s.seen(t)
	if len(all) != 2 {
		t.Fatalf("there were %d requests, want 2", len(all))
	}
	sdk, our = all[0], all[1]
	if sdk.Region != "ap-guangzhou" || our.Region != region {
		t.Errorf("the SDK asks in %q, we in %q; want ap-guangzhou and %s", sdk.Region, our.Region, region)
	}
	if name, _ := sdk.Body["RoleSessionName"].(string); !regexp.MustCompile(`^tencentcloud-go-sdk-\d{16}$`).MatchString(name) {
		t.Errorf("the SDK's session is %q", name)
	}
	if name := our.Body["RoleSessionName"]; name != "terraform-provider-tencentredis" {
		t.Errorf("our session is %q", name)
	}
	for _, a := range []*asked{&sdk, &our} {
		a.Region = ""
		delete(a.Body, "RoleSessionName")
	}
	return sdk, our
}

func TestPodIdentity_agreesWithSDK(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	for _, region := range []string{"ap-guangzhou", "ap-chengdu", "eu-frankfurt"} {
		inTurn(t, region, func(t *testing.T) {
			inPod(t, region, fakeapi.DefaultWebIdentityToken)
			s := newSecureService(t, fakeapi.Options{})
			sdk, err := askSDK(podProvider(t, s))
			if err != nil {
				t.Fatal(err)
			}
			our, err := askOurs(t, credentials.Block{EnablePodOIDC: true}, connectTo(s))
			if err != nil {
				t.Fatal(err)
			}
			want := asked{
				Action: "AssumeRoleWithWebIdentity", Version: "2018-08-13", Scheme: "SKIP",
				Body: map[string]any{
					"ProviderId": fakeapi.DefaultOIDCProvider, "WebIdentityToken": fakeapi.DefaultWebIdentityToken,
					"RoleArn": fakeapi.OIDCRoleARN, "DurationSeconds": 7200.0,
				},
			}
			sdkAsked, ourAsked := podRequests(t, s, region)
			if diff := cmp.Diff(want, sdkAsked); diff != "" {
				t.Errorf("the SDK's request (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, ourAsked); diff != "" {
				t.Errorf("our request (-want +got):\n%s", diff)
			}
			s.wantIssued(t, sdk, our)
			wantExchange(t, s, sdk, our)
		})
	}
}

// Kubernetes replaces the token in the file; both read it again when they renew.
func TestPodToken_isReadAgain(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	file := inPod(t, "ap-chengdu", fakeapi.DefaultWebIdentityToken)
	s := newSecureService(t, fakeapi.Options{})
	provider := podProvider(t, s)
	if _, err := askSDK(provider); err != nil {
		t.Fatal(err)
	}
	source, err := ours(credentials.Block{EnablePodOIDC: true}, connectTo(s))
	if err != nil {
		t.Fatal(err)
	}
	first, err := source.Credential(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	next := fakeapi.BuiltInOIDCProviders()[0].Token("system:serviceaccount:default:next", time.Now().Add(time.Hour))
	if err := os.WriteFile(file, []byte(next), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := askSDK(provider); err != nil {
		t.Error(err)
	}
	renewer, ok := source.(tencentapi.Renewer)
	if !ok {
		t.Fatalf("%T cannot renew", source)
	}
	if err := renewer.Renew(t.Context(), first); err != nil {
		t.Error(err)
	}
	var got []any
	for _, a := range s.seen(t) {
		got = append(got, a.Body["WebIdentityToken"])
	}
	old := fakeapi.DefaultWebIdentityToken
	if diff := cmp.Diff([]any{old, old, next, next}, got); diff != "" {
		t.Errorf("tokens of the SDK, ours, the SDK, ours (-want +got):\n%s", diff)
	}
}

// Token files that the SDK sends as they are, and STS then refuses.
func TestPodToken_differsFromSDK(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	const token = fakeapi.DefaultWebIdentityToken
	for name, test := range map[string]struct {
		content string
		refusal string // our own; "" where we cope
	}{
		"line break":      {token + "\n", ""},
		"CRLF":            {token + "\r\n", ""},
		"byte order mark": {"\ufeff" + token, ""},
		"JSON":            {`{"web_identity_token":"` + token + `"}`, ""},
		"other JSON":      {`{"token":"` + token + `"}`, "~/token: holds no web_identity_token"},
		"two tokens":      {token + "\n" + token, "~/token: holds more than a web_identity_token"},
		"nothing":         {"", "~/token: holds no web_identity_token"},
	} {
		inTurn(t, name, func(t *testing.T) {
			home := filepath.Dir(inPod(t, "ap-chengdu", test.content))
			s := newSecureService(t, fakeapi.Options{})
			_, sdkErr := askSDK(podProvider(t, s))
			if e, ok := errors.AsType[*tcerr.TencentCloudSDKError](sdkErr); !ok || e.Code != "InvalidParameter.WebIdentityTokenError" {
				t.Errorf("the SDK: got %v, want InvalidParameter.WebIdentityTokenError", sdkErr)
			}
			before := s.seen(t)
			if len(before) != 1 || before[0].Body["WebIdentityToken"] != test.content {
				t.Errorf("the SDK asked %+v, want the content of the file once", before)
			}
			our, ourErr := askOurs(t, credentials.Block{EnablePodOIDC: true}, connectTo(s))
			after := s.seen(t)[len(before):]
			if test.refusal != "" {
				refuses(sourceError, test.refusal).check(t, "we", home, our, ourErr)
				if len(after) != 0 {
					t.Errorf("we asked all the same: %+v", after)
				}
				return
			}
			if ourErr != nil {
				t.Fatal(ourErr)
			}
			if len(after) != 1 || after[0].Body["WebIdentityToken"] != token {
				t.Errorf("we asked %+v, want the token once", after)
			}
			s.wantIssued(t, our)
		})
	}
}

// A pod that lacks something: both refuse; the SDK names the first variable that is
// missing, we all of them and who sets them.
func TestPodIdentity_missing(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	all := []string{"TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN"}
	for name, lacks := range map[string][]string{
		all[0]: all[:1], all[1]: all[1:2], all[2]: all[2:3], all[3]: all[3:], "two": {all[1], all[3]}, "all": all,
	} {
		inTurn(t, name, func(t *testing.T) {
			inPod(t, "ap-chengdu", fakeapi.DefaultWebIdentityToken)
			for _, variable := range lacks {
				unset(t, variable)
			}
			if _, err := common.DefaultTkeOIDCRoleArnProvider(); err == nil || err.Error() != "env "+lacks[0]+" not exist" {
				t.Errorf("the SDK says %v, want %s", err, lacks[0])
			}
			our, err := askOurs(t, credentials.Block{EnablePodOIDC: true}, isolated())
			refuses(argument, "the environment lacks "+strings.Join(lacks, ", ")+", which TKE sets").check(t, "we", "", our, err)
		})
	}
	inTurn(t, "the file", func(t *testing.T) {
		file := inPod(t, "ap-chengdu", fakeapi.DefaultWebIdentityToken)
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if _, err := common.DefaultTkeOIDCRoleArnProvider(); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the SDK says %v, want that the file does not exist", err)
		}
		our, err := askOurs(t, credentials.Block{EnablePodOIDC: true}, isolated())
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("we say %v, want that the file does not exist", err)
		}
		refuses(sourceError, "~/token: does not exist").check(t, "we", filepath.Dir(file), our, err)
	})
}

// inProcess answers requests to any host with a service, and notes the hosts.
type inProcess struct {
	service http.Handler
	hosts   []string
}

func (p *inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	p.hosts = append(p.hosts, r.URL.Scheme+"://"+r.URL.Host)
	recorder := httptest.NewRecorder()
	r = r.Clone(r.Context())
	if r.Host == "" {
		r.Host = r.URL.Host
	}
	p.service.ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// Where STS is without any setting. In a finance region, which the rest of the
// cloud does not serve, the SDK leaves it.
func TestPodIdentity_hosts(t *testing.T) { //nolint:paralleltest // it replaces http.DefaultTransport
	for region, want := range map[string]string{
		"ap-guangzhou":    "https://sts.tencentcloudapi.com",
		"ap-chengdu":      "https://sts.tencentcloudapi.com",
		"ap-shanghai-fsi": "https://sts.ap-shanghai-fsi.tencentcloudapi.com",
	} {
		inTurn(t, region, func(t *testing.T) {
			inPod(t, region, fakeapi.DefaultWebIdentityToken)
			s := &service{Server: fakeapi.New(fakeapi.Options{})}
			transport := &inProcess{service: s.Server}
			original := http.DefaultTransport
			http.DefaultTransport = transport
			t.Cleanup(func() { http.DefaultTransport = original })

			sdk, err := askSDK(podProvider(t, s)) // without a host, so at the SDK's own
			if err != nil {
				t.Fatal(err)
			}
			our, err := askOurs(t, credentials.Block{EnablePodOIDC: true}, credentials.Connection{
				API: []tencentapi.Option{tencentapi.WithTransport(transport), tencentapi.WithMaxRetries(0)},
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"https://sts.tencentcloudapi.com", want}, transport.hosts); diff != "" {
				t.Errorf("hosts of the SDK and of ours (-want +got):\n%s", diff)
			}
			podRequests(t, s, region)
			s.wantIssued(t, sdk, our)
		})
	}
}
