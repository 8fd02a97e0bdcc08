// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Package fakeapi is a fake of TencentDB for Redis (API version 2018-04-12), of the
// part of COS that serves its backup files, and of the Security Token Service (API
// version 2018-08-13): one http.Handler for tests and for trying things by hand.
//
// It is an independent implementation of the API document, so that it reveals mistakes
// of the client: it checks signatures, validates parameters, and writes responses with
// code of its own. It must therefore never import another package of this module; nor
// "testing", since a command serves it too.
//
// All state is in a [Server]: instances, credentials, clock, faults, and the recorded
// requests. Servers are independent of each other, safe for concurrent use, and do not
// listen by themselves. Their data can be changed at run time, see [Server.AddBackup]
// and [Server.OnResponse].
//
// STS knows the roles and identity providers of [Options] and issues temporary
// credentials, which both services accept until they expire or
// [Server.RevokeTemporary] is called. Credentials are not restricted otherwise.
//
// A [Fault] makes one request fail ([Server.Next]), all of them ([Server.Always]), or
// a share of them ([Fault.Sometimes]). [Server.Metadata] is the metadata service of an
// instance with a role. [Server.Stats] counts requests.
//
// Where the document is silent: error messages are in English regardless of
// X-TC-Language; download restrictions are validated but not enforced; the API accepts
// POST only; the times of DescribeInstanceBackups are in UTC+8, its backups are sorted
// newest first, and deleted ones are listed only if Status includes them.
package fakeapi
