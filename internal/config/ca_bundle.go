// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// maxCABundle is the maximum size of a file. Those of systems have about 200 KiB.
const maxCABundle = 4 << 20

// roots returns the certificate authorities to trust, or nil for the system's.
func (r *resolver) roots() *x509.CertPool {
	v := r.Find(caBundle)
	if v.Text == "" {
		return nil
	}
	name := r.Expand(v)
	if name == "" {
		return nil
	}
	data, err := textfile.Read(r.Open, name, maxCABundle)
	if err == nil {
		var roots *x509.CertPool
		var skipped []string
		if roots, skipped, err = parseCABundle(data); err == nil {
			if len(skipped) > 0 {
				r.diags.AddAttributeWarning(dottedPath(caBundle.Path), "Unusable Certificate in CA Bundle", fmt.Sprintf(
					"Not all certificates in %s can be used; the others are.\n\nReplace or remove the ones below.\n\n%s", name, strings.Join(skipped, "\n")))
			}
			return roots
		}
		err = fmt.Errorf("%s %w", name, err)
	}
	r.diags.AddAttributeError(dottedPath(caBundle.Path), "Unusable CA Bundle",
		fmt.Sprintf("The certificates cannot be used: %s.\n\nSet \"ca_bundle\" to a file of certificates in PEM format.", err))
	return nil
}

// parseCABundle returns the system's certificate authorities and those in data, and
// which ones it skipped, like curl. Its errors complete a sentence that begins with the
// file's name, and never contain its content.
func parseCABundle(data []byte) (roots *x509.CertPool, skipped []string, err error) {
	roots, err = x509.SystemCertPool()
	if err != nil { // the system has none
		roots = x509.NewCertPool()
	}
	count := 0
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			return nil, nil, fmt.Errorf("contains a block of type %.40q; only CERTIFICATE is allowed", block.Type)
		}
		count++
		if certificate, err := x509.ParseCertificate(block.Bytes); err == nil {
			roots.AddCert(certificate)
		} else {
			skipped = append(skipped, fmt.Sprintf("Certificate %d: %s", count, err))
		}
	}
	switch {
	case count == 0:
		return nil, nil, errors.New("contains no certificate in PEM format, which starts with -----BEGIN CERTIFICATE-----")
	case count != bytes.Count(data, []byte("-----BEGIN ")): // pem skips invalid blocks
		return nil, nil, fmt.Errorf("is damaged: one of its blocks is not PEM; %d can be read", count)
	case count == len(skipped):
		return nil, nil, fmt.Errorf("contains no certificate that can be parsed. %s", skipped[0])
	}
	return roots, skipped, nil
}
