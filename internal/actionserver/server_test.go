// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package actionserver

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// inner is a server whose action needs some time to end once it is stopped, and
// reports progress meanwhile.
type inner struct {
	Server

	stop  chan struct{}
	takes time.Duration
}

func newInner(takes time.Duration) *inner { return &inner{stop: make(chan struct{}), takes: takes} }

// wrap is [Wrap] for a server that has actions.
func wrap(t *testing.T, s *inner) Server {
	t.Helper()
	wrapped, ok := Wrap(s).(Server)
	if !ok || wrapped == Server(s) {
		t.Fatal("the server is not wrapped")
	}
	return wrapped
}

func progress(message string) tfprotov6.InvokeActionEvent {
	return tfprotov6.InvokeActionEvent{Type: tfprotov6.ProgressInvokeActionEventType{Message: message}}
}

func completed(summary string) tfprotov6.InvokeActionEvent {
	return tfprotov6.InvokeActionEvent{Type: tfprotov6.CompletedInvokeActionEventType{Diagnostics: []*tfprotov6.Diagnostic{{Summary: summary}}}}
}

func (s *inner) InvokeAction(context.Context, *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return &tfprotov6.InvokeActionServerStream{Events: func(push func(tfprotov6.InvokeActionEvent) bool) {
		push(progress("begun"))
		<-s.stop
		push(progress("ending"))
		time.Sleep(s.takes)
		push(completed("interrupted"))
	}}, nil
}

func (s *inner) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	close(s.stop)
	return &tfprotov6.StopProviderResponse{}, nil
}

func (s *inner) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	s.stop = make(chan struct{})
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

// serve receives events as the server of terraform-plugin-go does: once dropped
// is closed, it ends the stream at the next one.
func serve(t *testing.T, s Server, dropped <-chan struct{}) <-chan []string {
	t.Helper()
	stream, err := s.InvokeAction(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	texts := make(chan []string, 1)
	go func() {
		var all []string
		defer func() { texts <- all }()
		for event := range stream.Events {
			select {
			case <-dropped:
				return
			default:
			}
			switch e := event.Type.(type) {
			case tfprotov6.ProgressInvokeActionEventType:
				all = append(all, e.Message)
			case tfprotov6.CompletedInvokeActionEventType:
				for _, d := range e.Diagnostics {
					all = append(all, "completed: "+d.Summary)
				}
			}
		}
	}()
	return texts
}

// TestStopProvider: the last event of every action arrives, or one in its place.
func TestStopProvider(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		takes, stop time.Duration
		last        string
	}{
		"at once":  {0, 0, "completed: interrupted"},
		"in time":  {4 * time.Second, 4 * time.Second, "completed: interrupted"},
		"too late": {time.Minute, stopLimit, "completed: Action Interrupted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, dropped := wrap(t, newInner(tt.takes)), make(chan struct{})
				streams := []<-chan []string{serve(t, s, dropped), serve(t, s, dropped)}
				synctest.Wait()
				start := time.Now()
				if _, err := s.StopProvider(t.Context(), nil); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took != tt.stop {
					t.Errorf("StopProvider took %s, want %s", took, tt.stop)
				}
				close(dropped)
				defer time.Sleep(time.Minute) // until everything has ended
				for _, texts := range streams {
					if diff := cmp.Diff([]string{"begun", "ending", tt.last}, <-texts); diff != "" {
						t.Errorf("events differ (-want +got):\n%s", diff)
					}
				}
			})
		})
	}
}

// TestInvokeAction_stopped: an action that comes too late fails; after another
// ConfigureProvider, actions work again.
func TestInvokeAction_stopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := wrap(t, newInner(0))
		for range 2 {
			if _, err := s.ConfigureProvider(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			texts := serve(t, s, nil)
			synctest.Wait()
			if _, err := s.StopProvider(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if got := <-texts; !slices.Contains(got, "completed: interrupted") {
				t.Errorf("events are %v", got)
			}
			if _, err := s.InvokeAction(t.Context(), nil); err == nil {
				t.Error("the action was invoked after the stop")
			}
		}
	})
}

// TestForward_unread: an action does not wait for a reader that has gone.
func TestForward_unread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := false
		forward(func(push func(tfprotov6.InvokeActionEvent) bool) {
			for range 3 {
				push(progress("more"))
			}
			ended = true
		}, nil, func(tfprotov6.InvokeActionEvent) bool { return false })
		synctest.Wait()
		if !ended {
			t.Error("the action is still waiting")
		}
	})
}
