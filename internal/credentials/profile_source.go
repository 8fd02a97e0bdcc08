// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// defaultProfileName is the profile that nobody named.
const defaultProfileName = "default"

// defaultProfileFolder is where tccli keeps profiles, in the home folder.
const defaultProfileFolder = ".tccli"

// login is a base: a key pair that tccli got for somebody who logged in, with
// an end. It is read again when that is near, since tccli replaces it.
type login struct {
	first keyPair
	read  func(now time.Time) (lease, error)
}

func (l login) String() string    { return l.first.String() }
func (l login) isPermanent() bool { return false }
func (l login) secrets() []string { return l.first.secrets() }

func (l login) open(c *connection) (tencentapi.CredentialSource, error) {
	return c.temporary(l.String(), func(context.Context) (lease, error) { return l.read(c.Now()) }), nil
}

func (r *resolver) blockProfile() probe {
	name := r.find(argProfile, r.Block.Profile)
	if name.value == "" {
		return probe{found: notSet}
	}
	return probe{open: func() base { return r.namedProfile(name) }}
}

func (r *resolver) environmentProfile() probe {
	name := r.variable(EnvProfile, EnvProfileTCCLI)
	if name.value == "" {
		return probe{found: notSet}
	}
	return probe{open: func() base { return r.namedProfile(name) }}
}

// namedProfile is a profile that somebody asked for: it must be there.
func (r *resolver) namedProfile(name setting) base {
	folder, ok := r.profileFolder()
	if !ok {
		r.failArgument(argProfile, "the home folder is not known, so `shared_credentials_dir` or %s must say where profiles are", EnvSharedCredentialsDir)
		return nil
	}
	p, err := readProfile(r.Open, folder, name.value)
	if isMissing(p, err) {
		place := name.place
		if !name.inBlock {
			place = "the " + place
		}
		err = &FileError{File: p.file, Err: err, Reason: fmt.Sprintf("does not exist, although %s names the profile %q", place, name.value)}
	}
	if err != nil {
		r.fail(err)
		return nil
	}
	return r.useProfile(p, folder)
}

// defaultProfile is used where it exists and holds something to sign with.
func (r *resolver) defaultProfile() probe {
	folder, ok := r.profileFolder()
	if !ok {
		return probe{found: "not looked for, since the home folder is not known"}
	}
	p, err := readProfile(r.Open, folder, defaultProfileName)
	if isMissing(p, err) {
		return probe{found: p.file + " does not exist"}
	}
	if err == nil && !p.instanceRole && p.credential == (tencentapi.Credential{}) {
		return probe{found: p.file + " holds no key pair"}
	}
	return probe{open: func() base {
		if err != nil {
			r.fail(err)
			return nil
		}
		return r.useProfile(p, folder)
	}}
}

// isMissing tells whether err is the lack of the profile's credential file.
func isMissing(p profile, err error) bool {
	fileErr, ok := errors.AsType[*FileError](err)
	return ok && fileErr.File == p.file && errors.Is(err, fs.ErrNotExist)
}

func (r *resolver) profileFolder() (string, bool) {
	if s := r.find("shared_credentials_dir", r.Block.SharedCredentialsDir, EnvSharedCredentialsDir); s.value != "" {
		return r.expandHome(s), true
	}
	return filepath.Join(r.Home, defaultProfileFolder), r.Home != ""
}

// useProfile makes p the base. An instance role comes before the file's keys,
// as with tccli; the profile's own role is then assumed with either.
func (r *resolver) useProfile(p profile, folder string) base {
	r.plan.Region, r.plan.RedisHost, r.plan.STSHost = p.region, p.redisHost, p.stsHost
	place := "profile " + p.name
	if p.roleARN != "" {
		r.role = &assumedRole{place: place, request: assumeRoleRequest{
			RoleARN: p.roleARN, RoleSessionName: p.roleSession, DurationSeconds: defaultRoleSeconds,
		}}
	}
	if p.instanceRole {
		return instanceRole{place: place}
	}
	if err := p.check(r.Now()); err != nil {
		r.fail(err)
		return nil
	}
	keys := keyPair{p.credential, place}
	if p.expires.IsZero() {
		return keys
	}
	open := r.Open
	return login{first: keys, read: func(now time.Time) (lease, error) {
		p, err := readProfile(open, folder, p.name)
		if err == nil {
			err = p.check(now)
		}
		if err != nil {
			return lease{}, err
		}
		return lease{p.credential, p.expires}, nil
	}}
}
