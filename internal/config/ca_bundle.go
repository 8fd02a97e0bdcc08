// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// maxCABundle is the maximum size of a file. Those of systems have about 200 KiB.
const maxCABundle = 4 << 20

// roots returns the certificate authorities to trust, or nil for the system's.
func (r *resolver) roots() *x509.CertPool {
	v := r.find("ca_bundle")
	if v.text == "" {
		return nil
	}
	name := r.expand(v)
	if name == "" {
		return nil
	}
	data, err := textfile.Read(r.Open, name, maxCABundle)
	if err == nil {
		var roots *x509.CertPool
		if roots, err = parseCABundle(data); err == nil {
			return roots
		}
		err = fmt.Errorf("%s %w", name, err)
	}
	r.diags.AddAttributeError(dottedPath("ca_bundle"), "Unusable CA Bundle",
		fmt.Sprintf("The certificates cannot be used: %s.\n\nSet \"ca_bundle\" to a file of certificates in PEM format.", err))
	return nil
}

// parseCABundle returns the system's certificate authorities and those in data. Its
// errors complete a sentence that begins with the file's name, and never contain
// its content.
func parseCABundle(data []byte) (*x509.CertPool, error) {
	roots, err := x509.SystemCertPool()
	if err != nil { // the system has none
		roots = x509.NewCertPool()
	}
	count := 0
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("contains a block of type %.40q; only CERTIFICATE is allowed", block.Type)
		}
		count++
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("is damaged: certificate %d cannot be parsed: %w", count, err)
		}
		roots.AddCert(certificate)
	}
	switch {
	case count == 0:
		return nil, errors.New("contains no certificate in PEM format, which starts with -----BEGIN CERTIFICATE-----")
	case count != bytes.Count(data, []byte("-----BEGIN ")): // pem skips invalid blocks
		return nil, fmt.Errorf("is damaged: one of its blocks is not PEM; %d can be read", count)
	}
	return roots, nil
}
