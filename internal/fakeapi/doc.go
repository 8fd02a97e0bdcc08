// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package fakeapi is TencentDB for Redis (API version 2018-04-12), the part of
// COS that hands out its backup files, and the Security Token Service (API version
// 2018-08-13), as one http.Handler for tests and for trying things by hand.
//
// It is a second opinion on the API document: it checks signatures, validates
// input and writes its answers with code of its own. It must therefore never
// import another package of this module, least of all the client, whose
// mistakes it is there to reveal; nor "testing", since a command serves it too.
//
// Everything lives in a [Server]: instances, accepted keys, clock, faults, the
// record of requests. Any number of Servers work side by side, each is safe for
// concurrent use, and none listens by itself (wrap it in net/http/httptest or
// net/http). The data can be changed while it runs, see [Server.AddBackup] and
// [Server.OnAnswer].
//
// The two services are told apart as in [Server.ServeHTTP]. STS knows the roles
// and identity providers of [Options], hands out temporary credentials to whom they
// trust, and both services accept these with their token until they end or
// [Server.RevokeTemporary] is called. What a credential may do is not limited.
//
// Things go wrong on demand: a [Fault] is met by one request ([Server.Next]), by
// all ([Server.Always]) or by a share of them ([Fault.Sometimes]). [Server.Metadata]
// is the metadata service of an instance with a role, for an address of its own.
// [Server.Stats] tells how fast requests came and over how many connections.
//
// What the document leaves open is decided as follows: error messages are in
// English in whatever X-TC-Language; download restrictions (LimitType and so on)
// are validated but not enforced on downloads; the API answers POST only; the
// times of DescribeInstanceBackups are in UTC+8, its backups come newest first,
// and deleted ones only when Status asks for them.
package fakeapi
