// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// keyring is a folder with keys of GnuPG; empty, it is the person's own.
type keyring string

// newKeyring makes a keyring with a key that is good for a day.
func newKeyring(t *testing.T, algorithm string) keyring {
	t.Helper()
	dir, err := os.MkdirTemp("", "gpg") //nolint:usetesting // the path of the agent's socket in it must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop := exec.CommandContext(context.WithoutCancel(t.Context()), "gpgconf", "--homedir", dir, "--kill", "gpg-agent")
		if err := errors.Join(stop.Run(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	k := keyring(dir)
	if _, err := k.gpg(t.Context(), "--passphrase", "", "--quick-gen-key", "Thrown away <nobody@example.com>", algorithm, "sign", "1d"); err != nil {
		t.Fatal(err)
	}
	return k
}

// gpg runs a command and returns what it tells programs.
func (k keyring) gpg(ctx context.Context, args ...string) (status string, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	args = append([]string{"--batch", "--status-fd=1"}, args...)
	if k != "" {
		args = append([]string{"--homedir", string(k)}, args...)
	}
	cmd := exec.CommandContext(ctx, "gpg", args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("gpg %s: %w\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return stdout.String(), nil
}

// fingerprint is that of the only key.
func (k keyring) fingerprint(t *testing.T) string {
	t.Helper()
	listed, err := k.gpg(t.Context(), "--with-colons", "--list-keys")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(listed) {
		if fields := strings.Split(line, ":"); fields[0] == "fpr" {
			return fields[9]
		}
	}
	t.Fatalf("no key is listed:\n%s", listed)
	return ""
}

// checkSignature fails unless a key in the keyring has signed the checksums in a
// way that the registries take: not as text, and with RSA or DSA.
func (a assets) checkSignature(ctx context.Context, k keyring) error {
	content, err := os.ReadFile(a.path(a.signature()))
	if err != nil {
		return err
	}
	if bytes.HasPrefix(content, []byte("-----BEGIN")) {
		return errors.New("the signature is text, not binary")
	}
	status, err := k.gpg(ctx, "--verify", a.path(a.signature()), a.path(a.checksums()))
	if err != nil {
		return err
	}
	// Numbers of RFC 4880, section 9.1, in the ninth field after VALIDSIG.
	const rsa, dsa = "1", "17"
	for line := range strings.Lines(status) {
		fields := strings.Fields(line)
		if len(fields) < 9 || fields[1] != "VALIDSIG" {
			continue
		}
		if algorithm := fields[8]; !slices.Contains([]string{rsa, dsa}, algorithm) {
			return fmt.Errorf("signed with algorithm %s; the registry takes RSA (%s) and DSA (%s)", algorithm, rsa, dsa)
		}
		return nil
	}
	return fmt.Errorf("gpg tells of no valid signature:\n%s", status)
}
