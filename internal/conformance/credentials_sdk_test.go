// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log"
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
	sdkjson "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/json"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// The SDK reads the environment and the home folder of the process, and so does
// "we" in these tests: the provider's own Resolve and Open. Tests that set either
// cannot be parallel; each of them begins with emptyMachine.

const (
	keyID      = "AKIDconformancexxxxxxxxxxxxxxxxxWXYZ"
	secretKey  = "conformance-key"
	keyToken   = "conformance-token"
	devFile    = ".tccli/dev.credential"
	standard   = ".tccli/default.credential"
	pairJSON   = `{"secretId":"` + keyID + `","secretKey":"` + secretKey + `"}`
	tokenJSON  = `"token":"` + keyToken + `"`
	holdsJSON  = `,"type":"oauth","expiresAt":4102444800` // the end of 2099
	otherJSON  = `{"secretId":"AKIDother","secretKey":"other"}`
	notFound   = "could not find config file"
	incomplete = "please confirm whether it contains"
)

var (
	pair      = tencentapi.Credential{SecretID: keyID, SecretKey: secretKey}
	tokenPair = tencentapi.Credential{SecretID: keyID, SecretKey: secretKey, Token: keyToken}
	otherPair = tencentapi.Credential{SecretID: "AKIDother", SecretKey: "other"}
)

// files are those of two profiles.
func files(standardJSON, devJSON string) map[string]string {
	return map[string]string{standard: standardJSON, devFile: devJSON}
}

// with is pairJSON with more fields.
func with(fields string) string { return strings.TrimSuffix(pairJSON, "}") + "," + fields + "}" }

// emptyMachine makes the process one without a profile and without any variable
// that either side reads, and returns its home folder.
func emptyMachine(t *testing.T) string {
	t.Helper()
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "TENCENTCLOUD_") || strings.HasPrefix(name, "TKE_") || strings.HasPrefix(name, "TCCLI_") {
			unset(t, name)
		}
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	return home
}

// inTurn is t.Run for a subtest that changes the process, and so cannot be parallel.
func inTurn(t *testing.T, name string, test func(*testing.T)) {
	t.Helper()
	t.Run(name, test)
}

// unset is t.Setenv for a variable that is not there at all, which the SDK tells
// from an empty one.
func unset(t *testing.T, name string) {
	t.Helper()
	t.Setenv(name, "")
	if err := os.Unsetenv(name); err != nil {
		t.Fatal(err)
	}
}

// writeFiles writes files by their path below a folder; one whose path ends with
// a slash is a folder.
func writeFiles(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(folder, name)
		parent := filepath.Dir(path)
		if strings.HasSuffix(name, "/") {
			parent = path
		}
		if err := os.MkdirAll(parent, 0o700); err != nil {
			t.Fatal(err)
		}
		if parent == path {
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// ours is what the provider does with the machine and a block, up to the source.
func ours(block credentials.Block, c credentials.Connection) (tencentapi.CredentialSource, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // as the provider takes it: there is none
	}
	plan, err := credentials.Resolve(credentials.Input{Block: block, Getenv: os.Getenv, Home: home})
	if err != nil {
		return nil, err
	}
	return plan.Open(c)
}

// askOurs asks the source that we make of the machine and a block.
func askOurs(t *testing.T, block credentials.Block, c credentials.Connection) (tencentapi.Credential, error) {
	t.Helper()
	source, err := ours(block, c)
	if err != nil {
		return tencentapi.Credential{}, err
	}
	return source.Credential(t.Context())
}

// askSDK asks one of the SDK's providers, and the credential that it gives.
func askSDK(p common.Provider) (tencentapi.Credential, error) {
	key, err := p.GetCredential()
	if err != nil {
		return tencentapi.Credential{}, err
	}
	id, secret, token := key.GetCredential()
	return tencentapi.Credential{SecretID: id, SecretKey: secret, Token: token}, nil
}

// isolated is a connection that reaches nothing, for what needs no request.
func isolated() credentials.Connection {
	return credentials.Connection{
		API:               []tencentapi.Option{tencentapi.WithTransport(&capture{}), tencentapi.WithMaxRetries(0)},
		MetadataTransport: &capture{},
	}
}

// newSecureService is a fake service that both sides reach, since the SDK's
// providers know https only.
func newSecureService(t *testing.T, o fakeapi.Options) *service {
	t.Helper()
	s := &service{Server: fakeapi.New(o)}
	server := httptest.NewTLSServer(s.Server)
	t.Cleanup(server.Close)
	s.host = strings.TrimPrefix(server.URL, "https://")
	return s
}

// connectTo is our way to a secure service, where nothing is tried twice.
func connectTo(s *service) credentials.Connection {
	return credentials.Connection{STS: tencentapi.Endpoint{BaseURL: "https://" + s.host}, API: withoutRetries()}
}

func withoutRetries() []tencentapi.Option {
	return []tencentapi.Option{tencentapi.WithTransport(http.DefaultTransport), tencentapi.WithMaxRetries(0)}
}

// profileCase is a machine with profiles of tccli.
type profileCase struct {
	files map[string]string // below the home folder
	env   map[string]string
	name  string // the profile asked for by name; "" leaves that to the environment
}

// read lets both sides read the same profile.
func (c profileCase) read(t *testing.T) (home string, sdk, our tencentapi.Credential, sdkErr, ourErr error) {
	t.Helper()
	home = emptyMachine(t)
	writeFiles(t, home, c.files)
	for name, value := range c.env {
		t.Setenv(name, value)
	}
	provider := common.DefaultTccliProfileProvider()
	if c.name != "" {
		provider = common.NewTccliProfileProvider(c.name)
	}
	sdk, sdkErr = askSDK(provider)
	our, ourErr = askOurs(t, credentials.Block{Profile: c.name}, isolated())
	return home, sdk, our, sdkErr, ourErr
}

// Profiles in which both find the same.
func TestTCCLIProfile_agreesWithSDK(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	for name, test := range map[string]struct {
		profileCase

		want tencentapi.Credential
	}{
		"default":                  {profileCase{files: files(pairJSON, otherJSON)}, pair},
		"by name":                  {profileCase{files: files(otherJSON, pairJSON), name: "dev"}, pair},
		"by TCCLI_PROFILE":         {profileCase{files: files(otherJSON, pairJSON), env: map[string]string{"TCCLI_PROFILE": "dev"}}, pair},
		"the name wins over it":    {profileCase{files: files(otherJSON, pairJSON), env: map[string]string{"TCCLI_PROFILE": "default"}, name: "dev"}, pair},
		"token":                    {profileCase{files: map[string]string{standard: with(tokenJSON)}}, tokenPair},
		"null token":               {profileCase{files: map[string]string{standard: with(`"token":null`)}}, pair},
		"CRLF":                     {profileCase{files: map[string]string{standard: "{\r\n  \"secretId\": \"" + keyID + "\",\r\n  \"secretKey\": \"" + secretKey + "\"\r\n}\r\n"}}, pair},
		"escapes":                  {profileCase{files: map[string]string{standard: `{"secretId":"\u0041KIDother","secretKey":"o\u0074her"}`}}, otherPair},
		"other case":               {profileCase{files: map[string]string{standard: `{"SecretId":"` + keyID + `","SECRETKEY":"` + secretKey + `"}`}}, pair},
		"the last of two":          {profileCase{files: map[string]string{standard: `{"secretId":"first","secretKey":"` + secretKey + `","secretId":"` + keyID + `"}`}}, pair},
		"more fields":              {profileCase{files: map[string]string{standard: with(`"region":"ap-tokyo","type":"secret"`)}}, pair},
		"login that holds":         {profileCase{files: map[string]string{standard: with(tokenJSON + holdsJSON + `,"oauth":{"siteId":"x"}`)}}, tokenPair},
		"region beside":            {profileCase{files: map[string]string{standard: pairJSON, ".tccli/default.configure": `{"_sys_param":{"region":"ap-tokyo"}}`}}, pair},
		"keys in the environment":  {profileCase{files: map[string]string{devFile: pairJSON}, env: map[string]string{"TENCENTCLOUD_SECRET_ID": "AKIDother", "TENCENTCLOUD_SECRET_KEY": "other"}, name: "dev"}, pair},
		"token in the environment": {profileCase{files: map[string]string{devFile: pairJSON}, env: map[string]string{"TENCENTCLOUD_SECURITY_TOKEN": "other", "TENCENTCLOUD_TOKEN": "other"}, name: "dev"}, pair},
	} {
		inTurn(t, name, func(t *testing.T) {
			_, sdk, our, sdkErr, ourErr := test.read(t)
			if sdkErr != nil || sdk != test.want {
				t.Errorf("the SDK has %+v, %v, want %+v", sdk, sdkErr, test.want)
			}
			if ourErr != nil || our != test.want {
				t.Errorf("we have %+v, %v, want %+v", our, ourErr, test.want)
			}
		})
	}
}

// verdict is a credential, or an error by its type and a part of its text, in
// which ~ is the home folder.
type verdict struct {
	credential tencentapi.Credential
	kind, text string
}

func gives(c tencentapi.Credential) verdict { return verdict{credential: c} }
func refuses(err error, text string) verdict {
	return verdict{kind: fmt.Sprintf("%T", err), text: text}
}

func (v verdict) check(t *testing.T, who, home string, got tencentapi.Credential, err error) {
	t.Helper()
	if got != v.credential {
		t.Errorf("%s: got %+v, want %+v", who, got, v.credential)
	}
	if v.kind == "" {
		if err != nil {
			t.Errorf("%s: %v", who, err)
		}
		return
	}
	if problems, ok := errors.AsType[credentials.Problems](err); ok && len(problems) == 1 {
		err = problems[0]
	}
	text := fmt.Sprint(err)
	if home != "" {
		text = filepath.ToSlash(strings.ReplaceAll(text, home, "~"))
	}
	if kind := fmt.Sprintf("%T", err); kind != v.kind || !strings.Contains(text, v.text) {
		t.Errorf("%s: got %s %q, want %s with %q", who, kind, text, v.kind, v.text)
	}
	if strings.Contains(text, secretKey) {
		t.Errorf("%s: the key is in the error %q", who, text)
	}
}

// The kinds of errors.
var (
	sdkError     *tcerr.TencentCloudSDKError
	fileError    *credentials.FileError
	missingError *credentials.MissingError
	halfError    *credentials.KeyPairError
	loginError   *credentials.ExpiredLoginError
	argument     *credentials.ArgumentError
	sourceError  *credentials.SourceError
)

// Profiles that the SDK gets wrong, or says too little about, each with what either
// does on purpose.
func TestTCCLIProfile_differsFromSDK(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	dev := func(content string) profileCase {
		return profileCase{files: map[string]string{devFile: content}, name: "dev"}
	}
	expired := func(kind string) profileCase {
		return dev(with(tokenJSON + `,"expiresAt":1700000000,"type":"` + kind + `"`))
	}
	for name, test := range map[string]struct {
		profileCase

		sdk, our verdict
	}{
		// The SDK hands a dead key out, which fails later and elsewhere.
		"expired login":     {expired("oauth"), gives(tokenPair), refuses(loginError, `the login of profile "dev" (~/.tccli/dev.credential) expired at 2023-11-14T22:13:20Z; run tccli auth login --profile dev`)},
		"expired SSO login": {expired("sso"), gives(tokenPair), refuses(loginError, "run tccli sso login --profile dev")},

		// The SDK names neither profile nor file, nor what is missing there.
		"no such profile":    {profileCase{files: map[string]string{standard: otherJSON}, name: "dev"}, refuses(sdkError, notFound), refuses(fileError, "~/.tccli/dev.credential: does not exist, although `profile` in the provider block names the profile \"dev\"")},
		"no such profile in": {profileCase{files: map[string]string{standard: otherJSON}, env: map[string]string{"TCCLI_PROFILE": "dev"}}, refuses(sdkError, notFound), refuses(fileError, "~/.tccli/dev.credential: does not exist, although the environment variable `TCCLI_PROFILE` names the profile \"dev\"")},
		"no profile at all":  {profileCase{}, refuses(sdkError, notFound), refuses(missingError, "~/.tccli/default.credential does not exist")},
		"no home":            {profileCase{env: map[string]string{"HOME": "", "USERPROFILE": ""}}, refuses(sdkError, notFound), refuses(missingError, "the home folder is not known")},
		"id without key":     {dev(`{"secretId":"` + keyID + `"}`), refuses(sdkError, incomplete), refuses(halfError, "secretId in ~/.tccli/dev.credential is set, but secretKey is not")},
		"key without id":     {dev(`{"secretKey":"` + secretKey + `"}`), refuses(sdkError, incomplete), refuses(halfError, "secretKey in ~/.tccli/dev.credential is set, but secretId is not")},
		"blank key":          {dev(`{"secretId":"` + keyID + `","secretKey":""}`), refuses(sdkError, incomplete), refuses(halfError, "secretKey is not")},
		"token alone":        {dev(`{"token":"` + keyToken + `"}`), refuses(sdkError, incomplete), refuses(fileError, "holds no key pair")},
		"null":               {dev(`null`), refuses(sdkError, incomplete), refuses(fileError, "should hold a JSON object")},
		"empty object":       {profileCase{files: map[string]string{standard: `{}`}}, refuses(sdkError, incomplete), refuses(missingError, "~/.tccli/default.credential holds no key pair")},
		"empty file":         {dev(""), refuses(&sdkjson.SyntaxError{}, "unexpected end of JSON input"), refuses(fileError, "~/.tccli/dev.credential: is empty")},

		// The file is told, with the place.
		"folder": {profileCase{files: map[string]string{devFile + "/": ""}, name: "dev"}, refuses(&os.PathError{}, "~/.tccli/dev.credential: is a directory"), refuses(fileError, "~/.tccli/dev.credential: is a folder")},

		// Files that editors leave behind and people paste into.
		"byte order mark": {dev("\ufeff" + pairJSON), refuses(&sdkjson.SyntaxError{}, "invalid character 'ï'"), gives(pair)},
		"spaces":          {dev(`{"secretId":" ` + keyID + `","secretKey":"` + secretKey + `\r\n"}`), gives(tencentapi.Credential{SecretID: " " + keyID, SecretKey: secretKey + "\r\n"}), gives(pair)},
		"not UTF-8":       {dev(`{"secretId":"` + keyID + `","secretKey":"` + "\xff" + `"}`), gives(tencentapi.Credential{SecretID: keyID, SecretKey: "\ufffd"}), refuses(fileError, "is not UTF-8 text")},
		"2 MiB":           {dev(strings.Repeat(" ", 2<<20) + pairJSON), gives(pair), refuses(fileError, "is larger than 1 MiB")},

		// What the SDK does not read.
		"role without session": {dev(with(`"role-arn":"` + fakeapi.DefaultRoleARN + `"`)), gives(pair), refuses(fileError, "has only one of role-arn and role-session-name")},
		"bad region file":      {profileCase{files: map[string]string{devFile: pairJSON, ".tccli/dev.configure": `{"_sys_param":"ap-tokyo"}`}, name: "dev"}, gives(pair), refuses(fileError, "~/.tccli/dev.configure, line 1")},
		"TENCENTCLOUD_PROFILE": {profileCase{files: files(otherJSON, pairJSON), env: map[string]string{"TENCENTCLOUD_PROFILE": "dev"}}, gives(otherPair), gives(pair)},
		"both names":           {profileCase{files: files(otherJSON, pairJSON), env: map[string]string{"TENCENTCLOUD_PROFILE": "dev", "TCCLI_PROFILE": "default"}}, gives(otherPair), gives(pair)},
		"another folder":       {profileCase{files: map[string]string{standard: otherJSON, "keys/default.credential": pairJSON}, env: map[string]string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR": "~/keys"}}, gives(otherPair), gives(pair)},
		"empty TCCLI_PROFILE":  {profileCase{files: map[string]string{standard: pairJSON, ".tccli/.credential": otherJSON}, env: map[string]string{"TCCLI_PROFILE": ""}}, gives(otherPair), gives(pair)},
	} {
		inTurn(t, name, func(t *testing.T) {
			home, sdk, our, sdkErr, ourErr := test.read(t)
			test.sdk.check(t, "SDK", home, sdk, sdkErr)
			test.our.check(t, "we", home, our, ourErr)
		})
	}
}

// Faults of JSON: both refuse, and only our error says where.
func TestTCCLIProfile_faults(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	for name, test := range map[string]struct{ content, sdk, our string }{
		"broken off":    {`{"secretId":`, "unexpected end of JSON input", "~/.tccli/dev.credential, line 1, column 12: is not valid JSON"},
		"comma too few": {"{\n  \"secretId\": \"a\"\n  \"secretKey\": \"" + secretKey + "\"\n}", "invalid character '\"' after object key:value pair", "~/.tccli/dev.credential, line 3, column 3: is not valid JSON"},
		"more behind":   {pairJSON + "x", "invalid character 'x' after top-level value", "is not valid JSON"},
		"list":          {`[]`, "cannot unmarshal array", "should hold a JSON object, not a JSON array"},
		"number":        {`{"secretId":1,"secretKey":"` + secretKey + `"}`, "cannot unmarshal number", "secretId should be a JSON string, not a JSON number"},
	} {
		inTurn(t, name, func(t *testing.T) {
			home, _, _, sdkErr, ourErr := profileCase{files: map[string]string{devFile: test.content}, name: "dev"}.read(t)
			refuses(fileError, test.our).check(t, "we", home, tencentapi.Credential{}, ourErr)
			if sdkErr == nil || !strings.Contains(sdkErr.Error(), test.sdk) || strings.Contains(sdkErr.Error(), "dev") {
				t.Errorf("the SDK says %v, want %q without the name of the file", sdkErr, test.sdk)
			}
		})
	}
}

// A profile that is missing: the SDK's chain goes on to whatever comes next, and so
// signs with another account's keys; we stop where somebody named the profile.
func TestMissingProfile_differsFromSDK(t *testing.T) {
	home := emptyMachine(t)
	t.Setenv("TENCENTCLOUD_SECRET_ID", "AKIDother")
	t.Setenv("TENCENTCLOUD_SECRET_KEY", "other")
	chain := common.NewProviderChain([]common.Provider{common.NewTccliProfileProvider("dev"), common.DefaultEnvProvider()})
	sdk, sdkErr := askSDK(chain)
	gives(otherPair).check(t, "SDK", home, sdk, sdkErr)
	our, ourErr := askOurs(t, credentials.Block{Profile: "dev"}, isolated())
	refuses(fileError, "~/.tccli/dev.credential: does not exist").check(t, "we", home, our, ourErr)

	writeFiles(t, home, map[string]string{devFile: pairJSON})
	sdk, sdkErr = askSDK(chain)
	gives(pair).check(t, "SDK", home, sdk, sdkErr)
	our, ourErr = askOurs(t, credentials.Block{Profile: "dev"}, isolated())
	gives(pair).check(t, "we", home, our, ourErr)
}

// The SDK has a profile format of its own, which neither tccli nor the official
// provider reads; nor do we.
func TestINIProfile_differsFromSDK(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	home := emptyMachine(t)
	writeFiles(t, home, map[string]string{".tencentcloud/credentials": "[default]\nsecret_id = " + keyID + "\nsecret_key = " + secretKey + "\n"})
	sdk, sdkErr := askSDK(common.DefaultProfileProvider())
	gives(pair).check(t, "SDK", home, sdk, sdkErr)
	our, ourErr := askOurs(t, credentials.Block{}, isolated())
	refuses(missingError, "~/.tccli/default.credential does not exist").check(t, "we", home, our, ourErr)
	if strings.Contains(fmt.Sprint(ourErr), ".tencentcloud") {
		t.Errorf("we looked at the SDK's file: %v", ourErr)
	}
}

// asked is a request to STS, apart from what differs between any two.
type asked struct {
	Action, Version, Region string
	Scheme                  string // the first word of Authorization
	SecretID                string
	HasToken                bool
	Code                    string
	Body                    map[string]any
}

// seen returns all requests to STS so far.
func (s *service) seen(t *testing.T) []asked {
	t.Helper()
	var all []asked
	for _, r := range s.Requests() {
		if r.Version != "2018-08-13" {
			continue
		}
		scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		a := asked{r.Action, r.Version, r.Region, scheme, r.SecretID, r.HasToken, r.Code, nil}
		if err := json.Unmarshal(r.Body, &a.Body); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

// wantSame fails the test unless there were two requests, both the given one.
func (s *service) wantSame(t *testing.T, want asked) {
	t.Helper()
	if diff := cmp.Diff([]asked{want, want}, s.seen(t)); diff != "" {
		t.Errorf("requests of the SDK and of ours (-want +got):\n%s", diff)
	}
}

// wantExchange fails the test unless a temporary credential that the SDK got opens
// Redis through our client, and one that we got through the SDK's; both with their
// token only.
func wantExchange(t *testing.T, s *service, sdk, our tencentapi.Credential) {
	t.Helper()
	ask := func(c tencentapi.Credential) error {
		client, err := redisapi.New(tencentapi.Endpoint{BaseURL: "https://" + s.host}, c, withoutRetries()...)
		if err != nil {
			return err
		}
		answer, err := client.BackupURL(t.Context(), redisapi.BackupURLRequest{
			Region: fakeapi.DocumentRegion, InstanceID: fakeapi.DocumentInstanceID, BackupID: fakeapi.DocumentBackupID,
		})
		if err == nil && len(answer.BackupInfos) != 5 {
			t.Errorf("we were answered %d files, want 5", len(answer.BackupInfos))
		}
		return err
	}
	askSDK := func(c tencentapi.Credential) error {
		p := profileFor(s)
		p.HttpProfile.Scheme = "HTTPS"
		client, err := redis.NewClient(common.NewTokenCredential(c.SecretID, c.SecretKey, c.Token), fakeapi.DocumentRegion, p)
		if err != nil {
			return err
		}
		answer, err := client.DescribeBackupUrl(documentRequest())
		if err == nil && len(answer.Response.BackupInfos) != 5 {
			t.Errorf("the SDK was answered %d files, want 5", len(answer.Response.BackupInfos))
		}
		return err
	}
	if err := ask(sdk); err != nil {
		t.Errorf("the SDK's credential through our client: %v", err)
	}
	if err := askSDK(our); err != nil {
		t.Errorf("our credential through the SDK's client: %v", err)
	}
	sdk.Token, our.Token = "", ""
	if e, ok := errors.AsType[*tencentapi.Error](ask(sdk)); !ok || e.Code != "AuthFailure.TokenFailure" {
		t.Errorf("the SDK's credential without its token: got %v, want AuthFailure.TokenFailure", e)
	}
	if e, ok := errors.AsType[*tcerr.TencentCloudSDKError](askSDK(our)); !ok || e.Code != "AuthFailure.TokenFailure" {
		t.Errorf("our credential without its token: got %v, want AuthFailure.TokenFailure", e)
	}
}

// wantIssued fails the test unless these are the credentials that the service has
// issued, so that neither side mixed up a part.
func (s *service) wantIssued(t *testing.T, want ...tencentapi.Credential) {
	t.Helper()
	var got []tencentapi.Credential
	for _, c := range s.Issued() {
		got = append(got, tencentapi.Credential{SecretID: c.SecretID, SecretKey: c.SecretKey, Token: c.Token})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("issued credentials (-held +issued):\n%s", diff)
	}
}

// A profile's own role. The SDK's provider passes it over, so it is asked for as the
// official provider does: with the profile's keys, for two hours. We do so at once.
func TestTCCLIProfileRole_agreesWithSDK(t *testing.T) { //nolint:paralleltest // the SDK reads the environment of the process
	for name, test := range map[string]struct {
		fields  string
		options fakeapi.Options
		base    tencentapi.Credential
	}{
		"keys":            {"", fakeapi.Options{SecretID: keyID, SecretKey: secretKey}, pair},
		"keys with token": {"," + tokenJSON, fakeapi.Options{SecretID: keyID, SecretKey: secretKey, Token: keyToken}, tokenPair},
		"a login":         {"," + tokenJSON + holdsJSON, fakeapi.Options{SecretID: keyID, SecretKey: secretKey, Token: keyToken}, tokenPair},
	} {
		inTurn(t, name, func(t *testing.T) {
			home := emptyMachine(t)
			writeFiles(t, home, map[string]string{devFile: with(`"role-arn":"` + fakeapi.DefaultRoleARN + `","role-session-name":"conformance"` + test.fields)})
			s := newSecureService(t, test.options)

			key, err := common.NewTccliProfileProvider("dev").GetCredential()
			if err != nil {
				t.Fatal(err)
			}
			if id, secret, token := key.GetCredential(); (tencentapi.Credential{SecretID: id, SecretKey: secret, Token: token}) != test.base {
				t.Errorf("the SDK's provider gives %s, want the profile's keys without the role", id)
			}
			provider := common.NewRoleArnProviderWithCredential(key, fakeapi.DefaultRoleARN, "conformance", 7200)
			provider.Endpoint = s.host
			sdk, err := askSDK(provider)
			if err != nil {
				t.Fatal(err)
			}
			our, err := askOurs(t, credentials.Block{Profile: "dev"}, connectTo(s))
			if err != nil {
				t.Fatal(err)
			}
			s.wantSame(t, asked{
				Action: "AssumeRole", Version: "2018-08-13", Region: "ap-guangzhou",
				Scheme: "TC3-HMAC-SHA256", SecretID: keyID, HasToken: test.base.Token != "",
				Body: map[string]any{"RoleArn": fakeapi.DefaultRoleARN, "RoleSessionName": "conformance", "DurationSeconds": 7200.0},
			})
			s.wantIssued(t, sdk, our)
			wantExchange(t, s, sdk, our)
		})
	}
}

// fixedInput is a machine without anything, so that tests can be parallel.
func fixedInput(block credentials.Block) credentials.Input {
	return credentials.Input{Block: block, Getenv: func(string) string { return "" }}
}

// openFixed asks for the credential of a block alone.
func openFixed(t *testing.T, block credentials.Block, c credentials.Connection) (tencentapi.Credential, error) {
	t.Helper()
	plan, err := credentials.Resolve(fixedInput(block))
	if err != nil {
		return tencentapi.Credential{}, err
	}
	source, err := plan.Open(c)
	if err != nil {
		return tencentapi.Credential{}, err
	}
	return source.Credential(t.Context())
}

// Roles and web identities that are written down, of every length of session.
func TestRoleProviders_agreeWithSDK(t *testing.T) {
	t.Parallel()
	type both struct {
		sdk  common.Provider
		our  credentials.Block
		want asked
	}
	byKey := func(s *service, seconds int64) both {
		provider := common.NewRoleArnProvider(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, fakeapi.DefaultRoleARN, "conformance", seconds)
		provider.Endpoint = s.host
		block := credentials.Block{
			SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey,
			AssumeRole: &credentials.AssumeRole{RoleARN: fakeapi.DefaultRoleARN, SessionName: "conformance", SessionDuration: seconds},
		}
		return both{provider, block, asked{
			Action: "AssumeRole", Version: "2018-08-13", Region: "ap-guangzhou", Scheme: "TC3-HMAC-SHA256", SecretID: fakeapi.DefaultSecretID,
			Body: map[string]any{"RoleArn": fakeapi.DefaultRoleARN, "RoleSessionName": "conformance", "DurationSeconds": float64(seconds)},
		}}
	}
	byToken := func(s *service, seconds int64) both {
		const token = fakeapi.DefaultWebIdentityToken
		provider := common.NewOIDCRoleArnProvider("ap-guangzhou", fakeapi.DefaultOIDCProvider, token, fakeapi.OIDCRoleARN, "conformance", seconds)
		provider.Endpoint = s.host
		block := credentials.Block{AssumeRoleWithWebIdentity: &credentials.AssumeRoleWithWebIdentity{
			ProviderID: fakeapi.DefaultOIDCProvider, WebIdentityToken: token,
			RoleARN: fakeapi.OIDCRoleARN, SessionName: "conformance", SessionDuration: seconds,
		}}
		return both{provider, block, asked{
			Action: "AssumeRoleWithWebIdentity", Version: "2018-08-13", Region: "ap-guangzhou", Scheme: "SKIP",
			Body: map[string]any{
				"ProviderId": fakeapi.DefaultOIDCProvider, "WebIdentityToken": token,
				"RoleArn": fakeapi.OIDCRoleARN, "RoleSessionName": "conformance", "DurationSeconds": float64(seconds),
			},
		}}
	}
	for name, prepare := range map[string]func(*service, int64) both{"role": byKey, "web identity": byToken} {
		for _, seconds := range []int64{60, 3600, 43200} {
			t.Run(fmt.Sprintf("%s for %d s", name, seconds), func(t *testing.T) {
				t.Parallel()
				s := newSecureService(t, fakeapi.Options{})
				c := prepare(s, seconds)
				sdk, err := askSDK(c.sdk)
				if err != nil {
					t.Fatal(err)
				}
				our, err := openFixed(t, c.our, connectTo(s))
				if err != nil {
					t.Fatal(err)
				}
				s.wantSame(t, c.want)
				s.wantIssued(t, sdk, our)
				wantExchange(t, s, sdk, our)
			})
		}
		for _, seconds := range []int64{-1, 43201} {
			t.Run(fmt.Sprintf("%s for %d s", name, seconds), func(t *testing.T) {
				t.Parallel()
				s := newSecureService(t, fakeapi.Options{})
				c := prepare(s, seconds)
				sdk, sdkErr := askSDK(c.sdk)
				refuses(sdkError, "durationSeconds should be in the range of 0~43200s").check(t, "SDK", "", sdk, sdkErr)
				our, ourErr := openFixed(t, c.our, connectTo(s))
				refuses(argument, fmt.Sprintf("is %d seconds; it must be between 1 and 43200", seconds)).check(t, "we", "", our, ourErr)
				if got := s.seen(t); len(got) != 0 {
					t.Errorf("there were %d requests", len(got))
				}
			})
		}
		// 0 is within the range that the SDK's error names, and refused all the same. To
		// us it is "not set", as to the official provider, and so the usual two hours.
		t.Run(name+" for 0 s", func(t *testing.T) {
			t.Parallel()
			s := newSecureService(t, fakeapi.Options{})
			c := prepare(s, 0)
			sdk, sdkErr := askSDK(c.sdk)
			refuses(sdkError, "durationSeconds should be in the range of 0~43200s").check(t, "SDK", "", sdk, sdkErr)
			if _, err := openFixed(t, c.our, connectTo(s)); err != nil {
				t.Fatal(err)
			}
			c.want.Body["DurationSeconds"] = 7200.0
			if diff := cmp.Diff([]asked{c.want}, s.seen(t)); diff != "" {
				t.Errorf("our request (-want +got):\n%s", diff)
			}
		})
	}
}

// What STS refuses, both report with its code and request id.
func TestRefusedRole_agreesWithSDK(t *testing.T) {
	t.Parallel()
	s := newSecureService(t, fakeapi.Options{})
	provider := common.NewRoleArnProvider(fakeapi.DefaultSecretID, fakeapi.DefaultSecretKey, fakeapi.ClosedRoleARN, "conformance", 7200)
	provider.Endpoint = s.host
	_, sdkErr := askSDK(provider)
	_, ourErr := openFixed(t, credentials.Block{
		SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey,
		AssumeRole: &credentials.AssumeRole{RoleARN: fakeapi.ClosedRoleARN, SessionName: "conformance"},
	}, connectTo(s))
	requests := s.Requests()
	if len(requests) != 2 {
		t.Fatalf("there were %d requests, want 2", len(requests))
	}
	const code = "AuthFailure.UnauthorizedOperation"
	sdk, ok := errors.AsType[*tcerr.TencentCloudSDKError](sdkErr)
	if !ok || sdk.Code != code || sdk.RequestId != requests[0].RequestID {
		t.Errorf("the SDK reports %v, want %s of request %s", sdkErr, code, requests[0].RequestID)
	}
	our, ok := errors.AsType[*tencentapi.Error](ourErr)
	if !ok || our.Code != code || our.RequestID != requests[1].RequestID {
		t.Errorf("we report %v, want %s of request %s", ourErr, code, requests[1].RequestID)
	}
}

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
