// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package fakeapi is TencentDB for Redis (API version 2018-04-12), the part of COS
// that serves its backup files, and the Security Token Service (API version
// 2018-08-13), as one http.Handler for tests and for trying things by hand.
//
// It is a second opinion on the API document: it checks signatures, validates
// parameters, and writes responses with code of its own. It must therefore never
// import another package of this module, least of all the client, whose mistakes
// it is there to reveal; nor "testing", since a command serves it too.
//
// All state is in a [Server]: instances, credentials, clock, faults, and the record
// of requests. Servers are independent, safe for concurrent use, and do not listen
// by themselves. The data can be changed while one runs, see [Server.AddBackup] and
// [Server.OnAnswer], and changes by itself when a manual backup is done.
//
// [Server.ServeHTTP] says how it tells the two services apart. STS knows the roles
// and identity providers of [Options] and issues temporary credentials, which both
// services accept until they expire or [Server.RevokeTemporary] is called. What a
// credential may do is not limited.
//
// A [Fault] makes one request fail ([Server.Next]), all of them ([Server.Always]),
// or a share of them ([Fault.Sometimes]). [Server.Metadata] is the metadata service
// of an instance with a role. [Server.Stats] counts requests and connections.
//
// What the document leaves open is decided as follows: error messages are in
// English whatever X-TC-Language says; download restrictions (LimitType and so on)
// are validated but not enforced; the API accepts POST only; the times of
// DescribeInstanceBackups are in UTC+8, its backups come newest first, and deleted
// ones only if Status asks for them.
package fakeapi
