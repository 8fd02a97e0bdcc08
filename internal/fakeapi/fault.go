// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Fault is something that goes wrong with a request. A function such as [Latency],
// [Fail] or [Reset] returns one, [Fault.And] combines several, [Fault.For] and
// [Fault.OnFiles] select requests, and Next or Always of a [Server] injects it. A Fault
// is a value: it can be used any number of times and with any number of Servers.
//
// To test a wrong clock, set Options.Now. For unusual but valid responses, see
// OdditiesInstanceID.
type Fault struct {
	files  bool    // applies to downloads instead of API requests
	action string  // of the API; "" for all
	share  float64 // of the requests; 0 means all
	// The parts of the fault; unused ones are nil or empty.
	delays   []delay
	instead  http.HandlerFunc // replaces the service
	override *override
	task     *taskEnd // of [FailTask]
	alter    []func(*rawResponse)
	deliver  delivery
}

// delay returns how long to delay a request on its way to the service and back.
type delay func(random func() float64) (before, after time.Duration)

// delivery sends a response.
type delivery func(w http.ResponseWriter, r *http.Request, response *rawResponse)

// override replaces the service's own response, without a look at the parameters,
// by a "Response" or an error code. If both are empty, the service responds.
type override struct {
	response *string
	code     string
}

// responds reports whether o replaces the service's response.
func (o *override) responds() bool { return o != nil && (o.response != nil || o.code != "") }

// apply returns the response that replaces the service's own.
func (o *override) apply() (any, *apiError) {
	if o.response != nil {
		return verbatim(*o.response), nil
	}
	return nil, failure(o.code)
}

// And combines faults into one. Their delays add up, and their changes to the
// response are made in order; if several replace the response or the way it is sent,
// the last one wins. The result applies to the same requests as f, equally often.
func (f Fault) And(others ...Fault) Fault {
	for _, o := range others {
		f.delays = slices.Concat(f.delays, o.delays)
		f.alter = slices.Concat(f.alter, o.alter)
		if o.instead != nil {
			f.instead = o.instead
		}
		if o.override != nil {
			f.override = o.override
		}
		if o.task != nil {
			f.task = o.task
		}
		if o.deliver != nil {
			f.deliver = o.deliver
		}
	}
	return f
}

// For limits the fault to one action of the API, such as "AssumeRole". By default, a
// fault applies to all API requests.
func (f Fault) For(action string) Fault {
	f.files, f.action = false, action
	return f
}

// OnFiles applies the fault to downloads of backup files.
func (f Fault) OnFiles() Fault {
	f.files, f.action = true, ""
	return f
}

// Sometimes applies the fault to a random share of the requests, such as 1.0/3.
// Servers with the same Options.Seed choose the same ones if the requests come in the
// same order. Next ignores the share.
func (f Fault) Sometimes(share float64) Fault {
	f.share = share
	if share <= 0 {
		f.share = -1 // never
	}
	return f
}

// matches reports whether f applies to a download, or to an action of the API.
func (f Fault) matches(file bool, action string) bool {
	return f.files == file && (f.action == "" || f.action == action)
}

// faults are the faults of a Server.
type faults struct {
	mu      sync.Mutex
	queue   []Fault
	lasting []Fault
	random  noise
}

// Next queues faults. Each applies to one of the coming requests that match it, in
// order. To a request whose signature is refused, [Fail] and [Respond] do nothing.
func (s *faults) Next(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, faults...)
}

// Always applies all of these faults to every request that matches them. It replaces
// the faults of the last call; without arguments, it removes them. A fault of Next is
// added to them, and its response wins.
func (s *faults) Always(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lasting = slices.Clone(faults)
}

// Pending returns how many faults of Next are left.
func (s *faults) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue)
}

// effect is the combined effect of all faults on a request.
type effect struct {
	Fault

	before, after time.Duration
}

// arrive returns the faults that apply to a request.
func (s *faults) arrive(file bool, action string) (e effect) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.lasting {
		if f.matches(file, action) && (f.share == 0 || s.random.fraction() < f.share) {
			e.Fault = e.And(f)
		}
	}
	if i := slices.IndexFunc(s.queue, func(f Fault) bool { return f.matches(file, action) }); i >= 0 {
		e.Fault = e.And(s.queue[i])
		s.queue = slices.Delete(s.queue, i, i+1)
	}
	for _, d := range e.delays {
		before, after := d(s.random.fraction)
		e.before, e.after = e.before+before, e.after+after
	}
	return e
}

// handle serves a request with h and applies the faults to the response.
func (e *effect) handle(w http.ResponseWriter, r *http.Request, h http.HandlerFunc) {
	if len(e.alter) > 0 || e.deliver != nil {
		e.send(w, r, capture(h, r))
	} else if sleep(r.Context(), e.after) {
		h(w, r)
	}
}

// send applies the faults to a response and sends it.
func (e *effect) send(w http.ResponseWriter, r *http.Request, response *rawResponse) {
	if !sleep(r.Context(), e.after) {
		return
	}
	for _, change := range e.alter {
		change(response)
	}
	if e.deliver != nil {
		e.deliver(w, r, response)
		return
	}
	response.send(w)
}

// Pass is no fault. In Next, it lets a request succeed despite Always.
func Pass() Fault { return Fault{override: &override{}} }

// Fail responds with an error code of the API, such as
// "InternalError.DbOperationFailed", and its message, or a general message for
// unknown codes; "" is [Pass]. Requests with an invalid signature get their own error
// instead. On files, the code is one of COS, such as "SlowDown".
func Fail(code string) Fault { return Fault{override: &override{code: code}} }

// Respond responds with {"Response": response}. The text is sent unchanged, except
// that a JSON object without a RequestId gets one, so it can hold nulls, unknown
// fields and inconsistent lists. Requests with an invalid signature get their own
// error instead. On files, the text is the body.
func Respond(response string) Fault { return Fault{override: &override{response: new(response)}} }

// FailTask lets ManualBackupInstance start a task that fails with a status and
// TaskMessage.
func FailTask(status TaskStatus, message string) Fault {
	return Fault{task: &taskEnd{status, message}}.For("ManualBackupInstance")
}

// Handle lets h respond instead of the service, to unsigned requests too. The request
// body is readable. h must not call methods of a testing.T that end the test.
func Handle(h http.HandlerFunc) Fault { return Fault{instead: h} }

// Latency delays a request by d, half of it on the way to the service and half on the
// way back.
func Latency(d time.Duration) Fault {
	return Fault{delays: []delay{func(func() float64) (time.Duration, time.Duration) { return d / 2, d - d/2 }}}
}

// Jitter delays a request on its way to the service by a random time below longest,
// so that requests arrive closer together than they were sent.
func Jitter(longest time.Duration) Fault {
	return Fault{delays: []delay{func(random func() float64) (time.Duration, time.Duration) {
		return time.Duration(random() * float64(longest)), 0
	}}}
}
