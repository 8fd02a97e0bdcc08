// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/fakeapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// callsAtOnce is how many calls leave without waiting for the API's limit.
const callsAtOnce = 20

func benchRequest(i int) BackupURLRequest {
	return BackupURLRequest{
		Region: fakeapi.DocumentRegion, InstanceID: fakeapi.DocumentInstanceID, BackupID: fakeapi.DocumentBackupID,
		LimitType: Customize, LimitIP: []string{fmt.Sprintf("10.0.0.%d", i)},
	}
}

// documentResponse is the response of the fake for the backup of the API document's
// example, which has five files.
func documentResponse(b *testing.B) []byte {
	b.Helper()
	fake := httptest.NewServer(fakeapi.New(fakeapi.Options{}))
	defer fake.Close()
	var response []byte
	client := benchClient(b, fake.URL, keeping{&response})
	if _, err := client.BackupURL(b.Context(), benchRequest(0)); err != nil {
		b.Fatal(err)
	}
	return response
}

// keeping is the default transport, and keeps the last response.
type keeping struct{ response *[]byte }

func (k keeping) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	*k.response, err = io.ReadAll(response.Body)
	response.Body = io.NopCloser(bytes.NewReader(*k.response))
	return response, err
}

func benchClient(b *testing.B, url string, transport http.RoundTripper) *Client {
	b.Helper()
	keys := tencentapi.Credential{SecretID: fakeapi.DefaultSecretID, SecretKey: fakeapi.DefaultSecretKey}
	client, err := New(tencentapi.Endpoint{BaseURL: url}, keys, tencentapi.WithTransport(transport))
	if err != nil {
		b.Fatal(err)
	}
	return client
}

// BenchmarkRoundTrip compares a call with a POST of the same body, both to a
// server that always has the response ready: the most that the client can stand
// out against the network. The server's part is in the figures of both.
func BenchmarkRoundTrip(b *testing.B) {
	response := documentResponse(b)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write(response)
	}))
	b.Cleanup(server.Close)
	transport := &http.Transport{}
	b.Cleanup(transport.CloseIdleConnections)

	b.Run("raw", func(b *testing.B) {
		client := &http.Client{Transport: transport}
		body, err := json.Marshal(benchRequest(0))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			post(b, client, server.URL, body)
		}
	})
	b.Run("client", func(b *testing.B) {
		b.ReportAllocs()
		benchCalls(b, server.URL, transport)
	})
}

func post(b *testing.B, client *http.Client, url string, body []byte) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		b.Fatal(err)
	}
}

// benchCalls makes calls that share no response and wait for nothing: a new
// client begins with an empty second.
func benchCalls(b *testing.B, url string, transport http.RoundTripper) {
	b.Helper()
	var client *Client
	for i := 0; b.Loop(); i++ {
		if i%callsAtOnce == 0 {
			client = benchClient(b, url, transport)
		}
		if _, err := client.BackupURL(b.Context(), benchRequest(i%callsAtOnce)); err != nil {
			b.Fatal(err)
		}
	}
}

// always responds without a network.
type always []byte

func (a always) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(a)), Request: r}, nil
}

// BenchmarkBackupURL_inMemory is all that the client itself does for a read.
func BenchmarkBackupURL_inMemory(b *testing.B) {
	response := documentResponse(b)
	b.ReportAllocs()
	benchCalls(b, "http://127.0.0.1", always(response))
}
