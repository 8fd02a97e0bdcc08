// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

// Sends the requests that it reads from standard input, a JSON array, one after
// the other with the official SDK, and prints a JSON array of what each one got.
// Go's node_sdk_test.go says what the members mean.
"use strict";

const http = require("node:http");
const net = require("node:net");
const { CommonClient } = require("tencentcloud-sdk-nodejs-common");

// The SDK takes the service to sign for out of the host, so requests carry the
// real one, and only the connection leads to the fake.
class Loopback extends http.Agent {
  constructor(port, tamper) {
    super({ keepAlive: false });
    this.port = port;
    this.tamper = tamper;
  }

  addRequest(request, options) {
    if (this.tamper) {
      const signed = String(request.getHeader("authorization"));
      request.setHeader("authorization", signed.slice(0, -1) + (signed.endsWith("0") ? "1" : "0"));
    }
    super.addRequest(request, options);
  }

  createConnection(options, callback) {
    return net.createConnection({ host: "127.0.0.1", port: this.port }, callback);
  }
}

// credential is the key of a request: its own, or the one that an earlier
// request was answered with.
function credential(request, answers) {
  if (!request.keyOf) {
    return { secretId: request.secretId, secretKey: request.secretKey, token: request.token || null };
  }
  const got = answers.find((a) => a.name === request.keyOf).response.Credentials;
  return { secretId: got.TmpSecretId, secretKey: got.TmpSecretKey, token: got.Token };
}

async function send(request, answers) {
  const client = new CommonClient(`${request.service}.tencentcloudapi.com`, request.version, {
    credential: credential(request, answers),
    region: request.region,
    profile: { httpProfile: { protocol: "http://", agent: new Loopback(request.port, request.tamper) } },
  });
  try {
    const response = await client.request(request.action, request.params, { skipSign: request.skipSign });
    return { name: request.name, response };
  } catch (e) {
    return { name: request.name, error: { code: e.code || "", message: e.message, requestId: e.requestId || "" } };
  }
}

async function main() {
  let text = "";
  for await (const chunk of process.stdin) {
    text += chunk;
  }
  const answers = [];
  for (const request of JSON.parse(text)) {
    answers.push(await send(request, answers));
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
