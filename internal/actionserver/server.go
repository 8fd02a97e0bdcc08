// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package actionserver makes sure that Terraform reports an interrupted action as an
// error.
//
// On Ctrl-C, Terraform calls StopProvider. As soon as that returns, the server of
// terraform-plugin-go drops all further events of an action and ends the stream,
// which Terraform treats as success if it has no error:
// https://github.com/hashicorp/terraform-plugin-go/blob/v0.31.0/tfprotov6/tf6server/server.go#L1461-L1465
//
// Here, StopProvider returns only after the last event of each action was sent.
package actionserver

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// stopLimit is how long StopProvider waits for an action to end after its context
// was canceled.
const stopLimit = 5 * time.Second

var errStopped = errors.New("the provider was stopped before the action began")

// Server is a server that has actions.
type Server = tfprotov6.ProviderServerWithActions //nolint:staticcheck // its replacement does not exist yet

type server struct {
	Server

	mu      sync.Mutex
	stopped bool
	late    chan struct{}  // closed after stopLimit
	streams sync.WaitGroup // that have not ended
}

// Wrap returns s with a StopProvider that waits for the streams of actions. It
// returns s itself if that has no actions.
func Wrap(s tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	actions, ok := s.(Server)
	if !ok {
		return s
	}
	return &server{Server: actions, late: make(chan struct{})}
}

// ConfigureProvider starts another run in a stopped process, which is possible if it
// was started with -debug.
func (s *server) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	s.mu.Lock()
	if s.stopped {
		s.stopped, s.late = false, make(chan struct{})
	}
	s.mu.Unlock()
	return s.Server.ConfigureProvider(ctx, req)
}

// InvokeAction implements [tfprotov6.ActionServer].
func (s *server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, errStopped // its events would be dropped
	}
	stream, err := s.Server.InvokeAction(ctx, req)
	if err != nil {
		return nil, err
	}
	late := s.late
	s.streams.Add(1)
	return &tfprotov6.InvokeActionServerStream{Events: func(send func(tfprotov6.InvokeActionEvent) bool) {
		defer s.streams.Done()
		forward(stream.Events, late, send)
	}}, nil
}

// forward sends events until they end or late is closed. Then, it sends an error
// instead.
func forward(events iter.Seq[tfprotov6.InvokeActionEvent], late <-chan struct{}, send func(tfprotov6.InvokeActionEvent) bool) {
	received, ended := make(chan tfprotov6.InvokeActionEvent), make(chan struct{})
	defer close(ended)
	go func() {
		defer close(received)
		for event := range events { // all of them, or the action would block forever
			select {
			case received <- event:
			case <-ended:
			}
		}
	}()
	for {
		select {
		case event, ok := <-received:
			if !ok || !send(event) {
				return
			}
		case <-late:
			send(tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{Diagnostics: []*tfprotov6.Diagnostic{{
				Severity: tfprotov6.DiagnosticSeverityError, Summary: "Action Interrupted",
				Detail: "The action was interrupted, and did not end in time. Check what it has done before you run it again.",
			}}}})
			return
		}
	}
}

// StopProvider implements [tfprotov6.ProviderServer].
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.mu.Lock()
	first := !s.stopped
	s.stopped = true
	late := s.late
	s.mu.Unlock()
	resp, err := s.Server.StopProvider(ctx, req)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		s.streams.Wait()
	}()
	select {
	case <-sent:
		return resp, err
	case <-time.After(stopLimit):
	}
	if first {
		close(late)
	}
	select {
	case <-sent:
	case <-ctx.Done():
	}
	return resp, err
}
