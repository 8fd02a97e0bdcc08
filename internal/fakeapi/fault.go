// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"time"
)

// Fault is something that goes wrong with a request. A function such as [Latency],
// [Fail] or [Reset] returns one, [Fault.And] combines several, [Fault.For],
// [Fault.OnFiles] and [Fault.OnMetadata] select requests, and [Server.Next] or
// [Server.Always] injects it. A Fault is a value: it can be used any number of times
// and with any number of Servers.
//
// To test a wrong clock, set Options.Now. For unusual but valid responses, see
// OdditiesInstanceID.
type Fault struct {
	target target
	share  float64 // of the requests; 0 means all
	// The parts of the fault; unused ones are nil or empty.
	delays   []delay
	instead  http.HandlerFunc // replaces the service
	override *override
	alter    []func(*rawResponse)
	deliver  delivery
}

// target selects the requests that a fault applies to.
type target struct {
	kind   requestKind
	action string // of the API; "" for all
}

// requestKind is the kind of a request.
type requestKind int

const (
	apiRequest requestKind = iota
	fileRequest
	metadataRequest
)

// matches reports whether a fault for t applies to a request.
func (t target) matches(request target) bool {
	return t.kind == request.kind && (t.action == "" || t.action == request.action)
}

// delay returns how long to delay a request on its way to the service and back.
type delay func(random func() float64) (before, after time.Duration)

// override replaces the service's own response, without a look at the parameters,
// by a "Response" or an error code. If both are empty, the service responds.
type override struct {
	response *string
	code     string
	task     *taskEnd // of [FailTask]
}

// responds reports whether o replaces the service's response.
func (o *override) responds() bool { return o != nil && (o.response != nil || o.code != "") }

// over combines o with the override of an earlier lasting fault: [FailTask] does not
// keep the request itself from failing.
func (o *override) over(earlier *override) *override {
	if o.task == nil || !earlier.responds() {
		return o
	}
	return earlier
}

// delivery sends a response.
type delivery func(w http.ResponseWriter, r *http.Request, response *rawResponse)

// And combines faults into one. Their delays add up, and their changes to the
// response are made in order; if several replace the response or the way it is sent,
// the last one wins. The result applies to the same requests as f, equally often.
func (f Fault) And(others ...Fault) Fault {
	for _, o := range others {
		f.delays = append(f.delays[:len(f.delays):len(f.delays)], o.delays...)
		f.alter = append(f.alter[:len(f.alter):len(f.alter)], o.alter...)
		if o.instead != nil {
			f.instead = o.instead
		}
		if o.override != nil {
			f.override = o.override
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
	f.target = target{apiRequest, action}
	return f
}

// OnFiles applies the fault to downloads of backup files.
func (f Fault) OnFiles() Fault {
	f.target = target{kind: fileRequest}
	return f
}

// OnMetadata applies the fault to requests to [Server.Metadata].
func (f Fault) OnMetadata() Fault {
	f.target = target{kind: metadataRequest}
	return f
}

// Sometimes applies the fault to a random share of the requests, such as 1.0/3.
// Servers with the same Options.Seed choose the same ones if the requests come in the
// same order. [Server.Next] ignores the share.
func (f Fault) Sometimes(share float64) Fault {
	f.share = share
	if share <= 0 {
		f.share = -1 // never
	}
	return f
}

// early reports whether the fault applies before the signature is checked.
func (f Fault) early() bool {
	return len(f.delays) > 0 || f.instead != nil || len(f.alter) > 0 || f.deliver != nil
}

// Pass is no fault. In [Server.Next], it lets a request succeed despite
// [Server.Always].
func Pass() Fault { return Fault{override: &override{}} }

// Fail responds with an error code of the API, such as
// "InternalError.DbOperationFailed", and its message, or a general message for
// unknown codes; "" is [Pass]. Requests with an invalid signature get their own error
// instead. On files, the code is one of COS, such as "SlowDown"; on the metadata
// service, it is the Code of the response.
func Fail(code string) Fault { return Fault{override: &override{code: code}} }

// Respond responds with {"Response": response}. The text is sent unchanged, except
// that a JSON object without a RequestId gets one, so it can hold nulls, unknown
// fields and inconsistent lists. Requests with an invalid signature get their own
// error instead. On files and the metadata service, the text is the body.
func Respond(response string) Fault { return Fault{override: &override{response: new(response)}} }

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
