// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"bytes"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// newInstance is a service that also is the metadata service of this machine, under
// its real name.
func newInstance(t *testing.T, o fakeapi.Options) (*service, credentials.Connection) {
	t.Helper()
	s := newSecureService(t, o)
	server := httptest.NewServer(s.Metadata())
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	previous := metadataAddress.Swap(&address)
	t.Cleanup(func() { metadataAddress.Store(previous) })
	http.DefaultTransport.(*http.Transport).CloseIdleConnections() // those of the instance before
	c := connectTo(s)
	c.MetadataTransport = http.DefaultTransport
	return s, c
}

// The role of an instance, named or not: the same questions, and the same answer.
func TestInstanceRole_agreesWithSDK(t *testing.T) { //nolint:paralleltest // there is one name of the metadata service for all tests
	const path = "/latest/meta-data/cam/security-credentials/"
	for name, test := range map[string]struct {
		provider common.Provider
		block    credentials.Block
		profile  string
		paths    []string
	}{
		"named":        {common.NewCvmRoleProvider(fakeapi.DefaultInstanceRole), credentials.Block{CAMRoleName: fakeapi.DefaultInstanceRole}, pairJSON, []string{path + "instance"}},
		"use-cvm-role": {common.DefaultCvmRoleProvider(), credentials.Block{Profile: "dev"}, `{"use-cvm-role":true}`, []string{path, path + "instance"}},
		"type":         {common.DefaultCvmRoleProvider(), credentials.Block{Profile: "dev"}, `{"type":"cvm-role"}`, []string{path, path + "instance"}},
	} {
		inTurn(t, name, func(t *testing.T) {
			writeFiles(t, emptyMachine(t), map[string]string{devFile: test.profile})
			s, c := newInstance(t, fakeapi.Options{})
			sdk, err := askSDK(test.provider)
			if err != nil {
				t.Fatal(err)
			}
			our, err := askOurs(t, test.block, c)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range s.MetadataRequests() {
				got = append(got, r.Method+" "+r.Host+r.Path)
			}
			var want []string
			for range 2 {
				for _, path := range test.paths {
					want = append(want, "GET metadata.tencentyun.com"+path)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("requests of the SDK, then of ours (-want +got):\n%s", diff)
			}
			if sdk != our {
				t.Error("they hold different credentials, and the service hands out one")
			}
			s.wantIssued(t, sdk)
			wantExchange(t, s, sdk, our)
		})
	}
}

// A profile that names the instance's role beside keys: the SDK signs with the keys,
// we do as tccli, whose file it is.
func TestInstanceRoleOfProfile_differsFromSDK(t *testing.T) { //nolint:paralleltest // there is one name of the metadata service for all tests
	writeFiles(t, emptyMachine(t), map[string]string{devFile: with(`"use-cvm-role":true`)})
	s, c := newInstance(t, fakeapi.Options{})
	sdk, sdkErr := askSDK(common.NewTccliProfileProvider("dev"))
	gives(pair).check(t, "SDK", "", sdk, sdkErr)
	our, err := askOurs(t, credentials.Block{Profile: "dev"}, c)
	if err != nil {
		t.Fatal(err)
	}
	s.wantIssued(t, our)
}

// Faults of the metadata service.
func TestInstanceRoleFaults_differFromSDK(t *testing.T) { //nolint:paralleltest // there is one name of the metadata service for all tests
	two := append(fakeapi.BuiltInRoles(), fakeapi.Role{Name: "second", Trusts: []string{"cvm.qcloud.com"}})
	named, bound := common.NewCvmRoleProvider(fakeapi.DefaultInstanceRole), common.DefaultCvmRoleProvider()
	once := func(f fakeapi.Fault) []fakeapi.Fault { return []fakeapi.Fault{f.OnMetadata()} }
	for name, test := range map[string]struct {
		options  fakeapi.Options
		faults   []fakeapi.Fault
		provider common.Provider
		sdk, our string // a part of the refusal; "" for none
		requests [2]int // of the SDK and of ours
	}{
		// Both refuse, once they know.
		"another Code":   {fakeapi.Options{}, once(fakeapi.Fail("Failed")), named, "code=Failed", "it answered with Code \"Failed\"", [2]int{1, 1}},
		"not bound":      {fakeapi.Options{InstanceRoles: []string{"other"}}, nil, named, "confirm whether the role is bound", "it does not know the role (HTTP 404)", [2]int{1, 1}},
		"nothing bound":  {fakeapi.Options{InstanceRoles: []string{}}, nil, bound, "confirm whether the role is bound", "HTTP 404", [2]int{1, 1}},
		"not JSON":       {fakeapi.Options{}, once(fakeapi.Respond("<html>")), named, "looking for beginning of value", "not the JSON of a credential", [2]int{1, 1}},
		"page for names": {fakeapi.Options{}, once(fakeapi.Respond("<html>no</html>")), bound, "confirm whether the role is bound", "it names no role", [2]int{2, 1}},
		// The SDK takes the page of an error for the credential or for the name of a role,
		// and all names for one. We look at the status, ask again, and take the first name.
		"HTTP 500 once":           {fakeapi.Options{}, once(fakeapi.HTTPError(500)), named, "looking for beginning of value", "", [2]int{1, 2}},
		"HTTP 500 once for names": {fakeapi.Options{}, once(fakeapi.HTTPError(500)), bound, "invalid control character in URL", "", [2]int{1, 3}},
		"two roles":               {fakeapi.Options{Roles: two, InstanceRoles: []string{"second", "instance"}}, nil, bound, "invalid control character in URL", "", [2]int{1, 2}},
	} {
		inTurn(t, name, func(t *testing.T) {
			home := emptyMachine(t)
			block := credentials.Block{CAMRoleName: fakeapi.DefaultInstanceRole}
			if test.provider == common.Provider(bound) {
				writeFiles(t, home, map[string]string{standard: `{"use-cvm-role":true}`})
				block = credentials.Block{}
			}
			s, c := newInstance(t, test.options)
			s.Next(test.faults...)
			_, sdkErr := askSDK(test.provider)
			sdkRequests := len(s.MetadataRequests())
			s.Next(test.faults...)
			our, ourErr := askOurs(t, block, c)
			if got := [2]int{sdkRequests, len(s.MetadataRequests()) - sdkRequests}; got != test.requests {
				t.Errorf("requests of the SDK and of ours: %v, want %v", got, test.requests)
			}
			if s.Pending() != 0 {
				t.Error("a fault was not met")
			}
			if sdkErr == nil || !strings.Contains(sdkErr.Error(), test.sdk) {
				t.Errorf("the SDK says %v, want %q", sdkErr, test.sdk)
			}
			if test.our != "" {
				refuses(sourceError, test.our).check(t, "we", "", our, ourErr)
				return
			}
			if ourErr != nil {
				t.Fatal(ourErr)
			}
			s.wantIssued(t, our)
		})
	}
}

// answerLease is an answer of STS with a credential that ends then.
func answerLease(id string, end time.Time) string {
	return fmt.Sprintf(`{"Credentials":{"TmpSecretId":%q,"TmpSecretKey":"key","Token":"token"},"ExpiredTime":%d}`, id, end.Unix())
}

// When half of a session of two hours is over, the SDK has renewed a role ever since
// its tenth part, and asks at each look; a web identity it keeps, as we keep both.
func TestRenewal_differsFromSDK(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		provider func(host string) common.Provider
		block    credentials.Block
		looks    int // requests of the SDK for the credential and two looks at it
	}{
		"role": {func(host string) common.Provider {
			p := common.NewRoleArnProvider(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, fakeapi.DefaultRoleARN, "conformance", 7200)
			p.Endpoint = host
			return p
		}, credentials.Block{
			SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey,
			AssumeRole: &credentials.AssumeRole{RoleARN: fakeapi.DefaultRoleARN, SessionName: "conformance"},
		}, 3},
		"web identity": {func(host string) common.Provider {
			p := common.NewOIDCRoleArnProvider("ap-guangzhou", fakeapi.DefaultOIDCProvider, fakeapi.DefaultWebIdentityToken, fakeapi.OIDCRoleARN, "conformance", 7200)
			p.Endpoint = host
			return p
		}, credentials.Block{AssumeRoleWithWebIdentity: &credentials.AssumeRoleWithWebIdentity{
			WebIdentityToken: fakeapi.DefaultWebIdentityToken, RoleARN: fakeapi.OIDCRoleARN, SessionName: "conformance",
		}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := make([]fakeapi.Fault, test.looks+1)
			half := time.Now().Add(time.Hour)
			for i := range answers {
				answers[i] = fakeapi.Respond(answerLease(fmt.Sprint("id-", i), half))
			}
			s := newSecureService(t, fakeapi.Options{})
			s.Next(answers...)
			key, err := test.provider(s.host).GetCredential()
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				key.GetCredential()
			}
			if got := len(s.Requests()); got != test.looks {
				t.Errorf("the SDK made %d requests, want %d", got, test.looks)
			}
			plan, err := credentials.Resolve(fixedInput(test.block))
			if err != nil {
				t.Fatal(err)
			}
			source, err := plan.Open(connectTo(s))
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				want := fmt.Sprint("id-", test.looks) // the answer after those to the SDK
				if got, err := source.Credential(t.Context()); err != nil || got.SecretID != want {
					t.Errorf("we have %q, %v, want %q", got.SecretID, err, want)
				}
			}
			if got := len(s.Requests()) - test.looks; got != 1 {
				t.Errorf("we made %d requests, want 1", got)
			}
		})
	}
}

// A renewal that fails after the end: the SDK writes that to the log of the process
// and hands out the dead key; we report it.
func TestFailedRenewal_differsFromSDK(t *testing.T) { //nolint:paralleltest // it reads the log of the process
	s := newSecureService(t, fakeapi.Options{})
	const code = "AuthFailure.UnauthorizedOperation"
	provider := common.NewRoleArnProvider(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, fakeapi.DefaultRoleARN, "conformance", 7200)
	provider.Endpoint = s.host
	var logged bytes.Buffer
	original := log.Writer()
	log.SetOutput(&logged)
	t.Cleanup(func() { log.SetOutput(original) })

	s.Next(fakeapi.Respond(answerLease("dead", time.Now().Add(-time.Hour))), fakeapi.Fail(code))
	sdk, err := askSDK(provider)
	if err != nil || sdk.SecretID != "dead" || !strings.Contains(logged.String(), code) || len(s.Requests()) != 2 {
		t.Errorf("the SDK has %q, %v, and logs %q after %d requests", sdk.SecretID, err, logged.String(), len(s.Requests()))
	}

	now := time.Now()
	plan, err := credentials.Resolve(fixedInput(credentials.Block{
		SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey,
		AssumeRole: &credentials.AssumeRole{RoleARN: fakeapi.DefaultRoleARN, SessionName: "conformance"},
	}))
	if err != nil {
		t.Fatal(err)
	}
	c := connectTo(s)
	c.Now = func() time.Time { return now }
	source, err := plan.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := source.Credential(t.Context()); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Hour)
	s.FailNext(code)
	our, err := source.Credential(t.Context())
	refuses(sourceError, code).check(t, "we", "", our, err)
	if len(s.Requests()) != 4 {
		t.Errorf("there were %d requests, want 4", len(s.Requests()))
	}
}
