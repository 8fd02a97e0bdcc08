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
// A [Server] is a front for four services, each with a state of its own: redis, sts,
// storage, and metadata. It injects faults and records requests. Servers are independent
// of each other, safe for concurrent use, and do not listen by themselves. Their data can
// be changed at run time, with AddBackup and from OnResponse.
//
// STS issues temporary credentials for any role, and keeps to the built-in ones'
// conditions. It takes one SAML assertion, one web identity token, and one MFA code.
// Both services accept its credentials until they expire or RevokeTemporary is called.
// Credentials are not restricted otherwise. Let STS refuse with a [Fail].
//
// A [Fault] makes one request fail (Next), all of them (Always), or a share of them
// ([Fault.Sometimes]).
//
// Where the document is silent: error messages are in English regardless of
// X-TC-Language; download restrictions are validated but not enforced; the API accepts
// POST only; the times of DescribeInstanceBackups are in UTC+8, its backups are sorted
// newest first, and deleted ones are listed only if Status includes them.
package fakeapi
