// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// maxCABundle is the most that is read of a file; the bundles of whole systems
// have some 200 KiB.
const maxCABundle = 4 << 20

// readCABundle returns the system's certificate authorities and those in a PEM
// file. Its errors read on behind the file's name and never hold its content.
func readCABundle(name string) (*x509.CertPool, error) {
	data, err := readRegular(name)
	if err != nil {
		return nil, err
	}
	roots, err := x509.SystemCertPool()
	if err != nil { // as on a system without any; the file then holds all there are
		roots = x509.NewCertPool()
	}
	count := 0
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("holds a block of the type %.40q; only CERTIFICATE belongs there", block.Type)
		}
		count++
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("is damaged: certificate %d cannot be read: %w", count, err)
		}
		roots.AddCert(certificate)
	}
	switch {
	case count == 0:
		return nil, errors.New("holds no certificate in PEM format, which begins with -----BEGIN CERTIFICATE-----")
	case count != bytes.Count(data, []byte("-----BEGIN ")): // pem skips what it cannot decode
		return nil, fmt.Errorf("is damaged: one of its blocks is not PEM; %d can be read", count)
	}
	return roots, nil
}

// readRegular looks first, which keeps it from waiting at a pipe.
func readRegular(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("does not exist; a relative path begins at the folder that Terraform runs in")
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", withoutPath(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a file")
	case info.Size() > maxCABundle:
		return nil, fmt.Errorf("is larger than %d MiB", maxCABundle>>20)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", withoutPath(err))
	}
	defer func() { _ = f.Close() }() // nothing to do about a failed close of a read file
	data, err := io.ReadAll(io.LimitReader(f, maxCABundle))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", withoutPath(err))
	}
	return data, nil
}

// withoutPath is the cause of a failed access to a file whose path is told
// already.
func withoutPath(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
