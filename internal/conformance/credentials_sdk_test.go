// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sdkjson "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/json"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
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
