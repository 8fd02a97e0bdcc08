// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package redisapi

import (
	"golang.org/x/sync/singleflight"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// Service is the name of the API in host names and signatures.
const Service = "redis"

const version = "2018-04-12"

// Client calls the Redis API. It is safe for concurrent use.
type Client struct {
	api  *tencentapi.Client
	urls singleflight.Group // of sharedURL
}

// New returns a client for endpoint that signs with credentials. It makes no
// request. It returns an error if the endpoint is invalid.
func New(endpoint tencentapi.Endpoint, credentials tencentapi.CredentialSource, opts ...tencentapi.Option) (*Client, error) {
	api, err := tencentapi.New(tencentapi.Service{Name: Service, Version: version}, endpoint, credentials, opts...)
	if err != nil {
		return nil, err
	}
	return &Client{api: api}, nil
}
