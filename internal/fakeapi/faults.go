// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import "net/http"

// fault is what one request gets in place of its answer: a handler, a "Response"
// given as text, or an error code. The zero value leaves the answer alone.
type fault struct {
	raw      http.HandlerFunc
	response *string
	code     string
}

// FailNext lets the coming API requests fail with these error codes, one each,
// in order. The codes are the API's, such as "InternalError.DbOperationFailed";
// one that the catalog lacks gets a general message; "" lets a request through.
// A request that is not signed correctly meets its own error and uses up no fault;
// a request that meets a fault does not count for the rate limit.
//
// FailNext, RespondNext and HandleNext share one queue: the n-th fault asked for
// is the n-th one met.
func (s *Server) FailNext(codes ...string) {
	for _, code := range codes {
		s.pushFault(fault{code: code})
	}
}

// FailAlways lets every signed API request fail with this code once the queue of
// one-shot faults is empty, until it is called with "".
func (s *Server) FailAlways(code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failAlways = code
}

// RespondNext answers the next signed API request with {"Response": response}.
// The text is sent as it is, except that a JSON object without a RequestId gets
// one; so nulls, unknown fields and lists that do not match can be sent.
func (s *Server) RespondNext(response string) {
	s.pushFault(fault{response: new(response)})
}

// HandleNext hands the next API request, signed or not, to h, which does with it
// what it likes: send HTML with status 502, hang until r.Context() is done, stop
// in mid-body. The request body is readable. h must not call methods of a
// testing.T that end the test.
func (s *Server) HandleNext(h http.HandlerFunc) {
	s.pushFault(fault{raw: h})
}

func (s *Server) pushFault(f fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
}

// takeRaw takes the first fault of the queue if it is a handler.
func (s *Server) takeRaw() http.HandlerFunc {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) == 0 || s.faults[0].raw == nil {
		return nil
	}
	h := s.faults[0].raw
	s.faults = s.faults[1:]
	return h
}

// takeFault takes the first fault of the queue if it applies after
// authentication; when the queue is empty, the lasting fault.
func (s *Server) takeFault() fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) == 0 {
		return fault{code: s.failAlways}
	}
	if s.faults[0].raw != nil {
		return fault{} // waits for the next request
	}
	f := s.faults[0]
	s.faults = s.faults[1:]
	return f
}
