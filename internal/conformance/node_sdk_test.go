// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
)

// nodeSDK is the version of the Node.js SDK that node/package.json pins.
const nodeSDK = "4.1.220"

// nodeService is a fake service on loopback that remembers all it has sent.
type nodeService struct {
	*fakeapi.Server
	port string

	mu   sync.Mutex
	sent map[string]any // the whole answer, by its RequestId
}

func newNodeService(t *testing.T, o fakeapi.Options) *nodeService {
	t.Helper()
	s := &nodeService{Server: fakeapi.New(o), sent: map[string]any{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tee := &teeWriter{ResponseWriter: w}
		s.ServeHTTP(tee, r)
		s.remember(tee.sent.Bytes())
	}))
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s.port = port
	return s
}

func (s *nodeService) remember(body []byte) {
	var answer struct{ Response map[string]any }
	if json.Unmarshal(body, &answer) != nil {
		return // the test misses it
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent[fmt.Sprint(answer.Response["RequestId"])] = answer.Response
}

func (s *nodeService) answer(requestID string) (answer any, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, ok = s.sent[requestID]
	return answer, ok
}

// nodeRequest is a request that node/drive.js sends.
type nodeRequest struct {
	Name      string         `json:"name"`
	Port      string         `json:"port"`
	Service   string         `json:"service"`
	Version   string         `json:"version"`
	Region    string         `json:"region"`
	Action    string         `json:"action"`
	Params    map[string]any `json:"params"`
	SecretID  string         `json:"secretId"`
	SecretKey string         `json:"secretKey"`
	Token     string         `json:"token,omitempty"`
	KeyOf     string         `json:"keyOf,omitempty"`    // the name of the request whose answer holds the key
	SkipSign  bool           `json:"skipSign,omitempty"` // as the SDK's typed clients do it for some actions
	Tamper    bool           `json:"tamper,omitempty"`   // another last digit of the signature
}

// nodeAnswer is what the SDK made of the answer: either of the two.
type nodeAnswer struct {
	Name     string         `json:"name"`
	Response map[string]any `json:"response"`
	Error    *nodeError     `json:"error"`
}

type nodeError struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	RequestID string `json:"requestId"`
}

// requestID is that of the answer, as the SDK tells it.
func (a nodeAnswer) requestID() string {
	if a.Error != nil {
		return a.Error.RequestID
	}
	return fmt.Sprint(a.Response["RequestId"])
}

// installNode gets what node/package-lock.json pins into a copy of node/, or
// skips where that is not asked for: it needs npm's registry.
func installNode(t *testing.T) (dir string) {
	t.Helper()
	if os.Getenv("TENCENTREDIS_NODE") == "" {
		t.Skip("needs Node.js 18, npm and its registry; run with: make conformance-node")
	}
	dir = t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "drive.js"} {
		content, err := os.ReadFile(filepath.Join("node", name))
		if err := errors.Join(err, os.WriteFile(filepath.Join(dir, name), content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("no %s (Debian's packages are nodejs and npm): %v", tool, err)
		}
	}
	runNode(t, dir, nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	return dir
}

// runNode runs a program and returns what it prints.
func runNode(t *testing.T, dir string, input []byte, name string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(input)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v (for npm ci: is its registry reachable?)\n%s%s", name, strings.Join(args, " "), err, stdout.Bytes(), stderr.Bytes())
	}
	return stdout.Bytes()
}

// drive lets the SDK send all requests, one after the other.
func drive(t *testing.T, dir string, requests []nodeRequest) []nodeAnswer {
	t.Helper()
	input, err := json.Marshal(requests)
	if err != nil {
		t.Fatal(err)
	}
	var answers []nodeAnswer
	if err := json.Unmarshal(runNode(t, dir, input, "node", "drive.js"), &answers); err != nil {
		t.Fatal(err)
	}
	if len(answers) != len(requests) {
		t.Fatalf("%d answers to %d requests", len(answers), len(requests))
	}
	return answers
}

// expectOnWire fails unless the SDK got, member by member, what the fake sent:
// success for the code "", else that error.
func (s *nodeService) expectOnWire(t *testing.T, got nodeAnswer, code string) {
	t.Helper()
	wire, ok := s.answer(got.requestID())
	if !ok {
		t.Fatalf("the fake has sent no answer with the RequestId %q; got %+v, %+v", got.requestID(), got.Response, got.Error)
	}
	told := any(got.Response)
	if e := got.Error; e != nil {
		told = map[string]any{"RequestId": e.RequestID, "Error": map[string]any{"Code": e.Code, "Message": e.Message}}
		if e.Code != code || e.Message == "" {
			t.Errorf("got error %+v, want code %q", *e, code)
		}
	} else if code != "" {
		t.Errorf("it succeeded, want %s", code)
	}
	if diff := cmp.Diff(wire, told); diff != "" {
		t.Errorf("(-sent +got):\n%s", diff)
	}
}

// expectRecorded fails unless the fake recorded the request as it was meant.
func (s *nodeService) expectRecorded(t *testing.T, sent nodeRequest, got nodeAnswer, code string) {
	t.Helper()
	for _, r := range s.Requests() {
		if r.RequestID != got.requestID() {
			continue
		}
		want := fakeapi.Request{
			Action: sent.Action, Version: sent.Version, Region: sent.Region, RequestClient: "SDK_NODEJS_" + nodeSDK, Code: code,
			HasToken: sent.Token != "" || sent.KeyOf != "",
		}
		r = fakeapi.Request{
			Action: r.Action, Version: r.Version, Region: r.Region, RequestClient: r.RequestClient, Code: r.Code, HasToken: r.HasToken,
		}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("the record (-want +got):\n%s", diff)
		}
		return
	}
	t.Errorf("no request is recorded with the RequestId %q", got.requestID())
}
