// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

import (
	"net/http"
	"time"
)

// Fault is something that goes wrong with a request. It is made by a function
// such as [Latency], [Fail] or [Reset], combined with others by [Fault.And], aimed
// by [Fault.For], [Fault.OnFiles] or [Fault.OnMetadata], and given to [Server.Next]
// for one request or to [Server.Always] for all. A Fault is a value: it can be used
// any number of times and with any number of Servers.
//
// A server whose clock is wrong is no Fault but Options.Now, and answers that are
// odd yet correct are data, see OdditiesInstanceID.
type Fault struct {
	target target
	share  float64 // of the requests; 0 stands for all
	// What goes wrong, each part nil or empty where it does not.
	delays  []delay
	instead http.HandlerFunc // what answers in place of the service
	verdict *verdict
	alter   []func(*answer)
	deliver delivery
}

// target is the kind of requests a fault is for.
type target struct {
	kind   requestKind
	action string // of the API; "" for all
}

// requestKind is what a request is for.
type requestKind int

const (
	apiRequest requestKind = iota
	fileRequest
	metadataRequest
)

// meets reports whether a fault for t is for a request for such a thing.
func (t target) meets(request target) bool {
	return t.kind == request.kind && (t.action == "" || t.action == request.action)
}

// delay says how long a request is held up on its way to the service and on its
// way back.
type delay func(random func() float64) (before, after time.Duration)

// verdict is an answer that the service gives without looking at the parameters:
// a "Response" given as text, or an error code, or, if both are empty, its own.
type verdict struct {
	response *string
	code     string
	task     *taskEnd // of [FailTask]
}

// decides reports whether the verdict takes the place of the service's response.
func (v *verdict) decides() bool { return v != nil && (v.response != nil || v.code != "") }

// over adds the verdict of one lasting fault to that of those before it: what
// becomes of a task does not keep the request from failing.
func (v *verdict) over(before *verdict) *verdict {
	if v.task == nil || !before.decides() {
		return v
	}
	return before
}

// delivery sends an answer.
type delivery func(w http.ResponseWriter, r *http.Request, a *answer)

// And combines faults into one that a single request meets: their delays add up;
// of several answers in place of the service's, or ways to send it, the last one
// counts; what they do to the answer is done in order. The result is for the
// requests that f is for, as often as f.
func (f Fault) And(others ...Fault) Fault {
	for _, o := range others {
		f.delays = append(f.delays[:len(f.delays):len(f.delays)], o.delays...)
		f.alter = append(f.alter[:len(f.alter):len(f.alter)], o.alter...)
		if o.instead != nil {
			f.instead = o.instead
		}
		if o.verdict != nil {
			f.verdict = o.verdict
		}
		if o.deliver != nil {
			f.deliver = o.deliver
		}
	}
	return f
}

// For aims the fault at the requests for one action of the API, such as
// "AssumeRole", by their X-TC-Action. Unaimed, a fault is for all API requests.
func (f Fault) For(action string) Fault {
	f.target = target{apiRequest, action}
	return f
}

// OnFiles aims the fault at downloads of backup files.
func (f Fault) OnFiles() Fault {
	f.target = target{kind: fileRequest}
	return f
}

// OnMetadata aims the fault at requests to [Server.Metadata].
func (f Fault) OnMetadata() Fault {
	f.target = target{kind: metadataRequest}
	return f
}

// Sometimes lets only a share of the requests that the fault is for meet it, such
// as 1.0/3. Which ones is random, and the same for each Server with the same
// Options.Seed that gets its requests in the same order. It is meant for
// [Server.Always]; a fault given to [Server.Next] is met in any case.
func (f Fault) Sometimes(share float64) Fault {
	f.share = share
	if share <= 0 {
		f.share = -1 // never
	}
	return f
}

// early reports whether the fault shows before it is known who asks, so that also an
// unsigned request meets it.
func (f Fault) early() bool {
	return len(f.delays) > 0 || f.instead != nil || len(f.alter) > 0 || f.deliver != nil
}

// Pass is no fault. Given to [Server.Next], it lets a request through that would
// otherwise meet a fault of [Server.Always].
func Pass() Fault { return Fault{verdict: &verdict{}} }

// Fail answers with an error code of the API, such as
// "InternalError.DbOperationFailed", and its message; one that the catalog lacks
// gets a general message, and "" is [Pass]. A request that is not signed correctly
// meets its own error instead. On files the code is one of COS, such as
// "SlowDown"; on the metadata service it is the Code beside the missing credential.
func Fail(code string) Fault { return Fault{verdict: &verdict{code: code}} }

// Respond answers with {"Response": response}. The text is sent as it is, except
// that a JSON object without a RequestId gets one; so nulls, unknown fields and
// lists that do not match can be sent. A request that is not signed correctly meets
// its own error instead. On files and the metadata service the text is the body.
func Respond(response string) Fault { return Fault{verdict: &verdict{response: new(response)}} }

// Handle lets h answer in place of the service, signed or not. The request body is
// readable. h must not call methods of a testing.T that end the test.
func Handle(h http.HandlerFunc) Fault { return Fault{instead: h} }

// Latency holds a request up for that long in all, half of it on the way to the
// service and half on the way back, as a distant one would.
func Latency(d time.Duration) Fault {
	return Fault{delays: []delay{func(func() float64) (time.Duration, time.Duration) { return d / 2, d - d/2 }}}
}

// Jitter holds a request up on its way to the service for a random time below
// longest, so that requests come closer together than they were sent.
func Jitter(longest time.Duration) Fault {
	return Fault{delays: []delay{func(random func() float64) (time.Duration, time.Duration) {
		return time.Duration(random() * float64(longest)), 0
	}}}
}
