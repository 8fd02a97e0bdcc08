// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package release

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// keyring is a folder with keys of GnuPG; empty, it is the person's own.
type keyring string

// newKeyring makes a keyring with an RSA key that is valid for a day.
func newKeyring(t *testing.T) keyring {
	t.Helper()
	dir, err := os.MkdirTemp("", "gpg") //nolint:usetesting // the path of the agent's socket in it must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop := exec.CommandContext(context.WithoutCancel(t.Context()), "gpgconf", "--homedir", dir, "--kill", "gpg-agent")
		if err := stop.Run(); err != nil {
			t.Error(err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	k := keyring(dir)
	k.gpg(t, "--passphrase", "", "--quick-gen-key", "Thrown away <nobody@example.com>", "rsa3072", "sign", "1d")
	return k
}

// gpg runs a command and returns its machine-readable output.
func (k keyring) gpg(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "gpg", append([]string{"--batch", "--status-fd=1"}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	if k != "" {
		cmd.Env = append(cmd.Env, "GNUPGHOME="+string(k))
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, stderr.Bytes())
	}
	return string(stdout)
}

// field returns a field of the first line that has name among its first two.
func field(t *testing.T, lines, separator, name string, n int) string {
	t.Helper()
	for line := range strings.Lines(lines) {
		if fields := strings.Split(strings.TrimSpace(line), separator); len(fields) > n && slices.Contains(fields[:2], name) {
			return fields[n]
		}
	}
	t.Fatalf("gpg reports no %s:\n%s", name, lines)
	return ""
}

// fingerprint is that of the only key.
func (k keyring) fingerprint(t *testing.T) string {
	t.Helper()
	return field(t, k.gpg(t, "--with-colons", "--list-keys"), ":", "fpr", 9)
}

// checkSignature fails unless a key in the keyring has signed the checksums as the
// registries want it: not as text, and with RSA or DSA (RFC 4880, section 9.1).
// Some versions of goreleaser change the checksums after they have signed them.
func (a assets) checkSignature(t *testing.T, k keyring) {
	if bytes.HasPrefix(a.read(t, a.signature()), []byte("-----BEGIN")) {
		t.Error("the signature is text, not binary")
	}
	status := k.gpg(t, "--verify", a.path(a.signature()), a.path(a.checksums()))
	if algorithm := field(t, status, " ", "VALIDSIG", 8); algorithm != "1" && algorithm != "17" {
		t.Errorf("signed with algorithm %s; the registry takes RSA (1) and DSA (17)", algorithm)
	}
}
