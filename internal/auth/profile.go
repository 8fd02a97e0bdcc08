// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

const (
	// defaultProfileName is the profile that is used if none is named.
	defaultProfileName = "default"
	// defaultProfileFolder is the directory of the profiles in the home directory.
	defaultProfileFolder = ".tccli"
)

var (
	profileArgument = setting.Argument{
		Path: "profile", Kind: setting.Text, Env: []string{"TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"},
		Description: "Profile of `tccli` that provides the key pair, role, region, and endpoints. Defaults to `default` if no other source of credentials is set.",
	}
	profileDirectory = setting.Argument{
		Path: "shared_credentials_dir", Kind: setting.Text, Env: []string{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR"},
		Description: "Directory of the `tccli` profiles. Defaults to `~/.tccli`.",
	}
)

// profile is a profile of tccli that is named. It must exist.
func profile() kind {
	return kind{
		name:      "profile",
		arguments: []setting.Argument{profileArgument, profileDirectory},
		selectors: []setting.Argument{profileArgument},
		variables: []setting.Argument{profileArgument},
		open:      (*finder).namedProfile,
	}
}

// profileRole is the role that a profile names.
func profileRole() kind {
	return kind{
		name: "role of the profile, where a profile is the base", chained: true,
		open: func(f *finder, _ setting.Place) *Source { return f.profileRole },
	}
}

func (f *finder) namedProfile(setting.Place) *Source {
	name, folder := f.Find(profileArgument), f.profileFolder()
	if folder == "" {
		f.Fail(profileArgument.Path, "the home directory is not known. Set %q to the directory of the profiles", profileDirectory.Path)
		return nil
	}
	files, err := readProfile(f.ctx, f.Open, folder, name.Text, true)
	if files.isMissing(err) {
		err = &textfile.Error{File: files.File, Err: err, Reason: fmt.Sprintf("does not exist, but %s is %q. "+
			"Name another profile, or create this one with \"tccli configure --profile %s\"", name.Origin, name.Text, shellWord(name.Text))}
	}
	return f.useProfile(files, err)
}

// defaultProfile returns the default profile, if it exists and has credentials.
// Otherwise, it reports that credentials are missing.
func (f *finder) defaultProfile(missing *MissingError) *Source {
	note, folder := "not checked, since the home directory is not known", f.profileFolder()
	if folder != "" {
		files, err := readProfile(f.ctx, f.Open, folder, defaultProfileName, false)
		switch {
		case files.isMissing(err):
			note = files.File + " does not exist"
		case err == nil && !files.InstanceRole && files.Pair == (tencentapi.Credential{}):
			note = files.File + " contains no key pair"
		default:
			return f.useProfile(files, err)
		}
	}
	missing.Notes = append(missing.Notes, "default profile: "+note)
	f.Errors = append(f.Errors, missing)
	return nil
}

// profileFolder returns the directory of the profiles, or "" if it is not known.
func (f *finder) profileFolder() string {
	if v := f.Find(profileDirectory); v.Text != "" {
		return cmp.Or(f.Expand(v), v.Text) // Expand has reported an error
	}
	if f.Home == "" {
		return ""
	}
	return filepath.Join(f.Home, defaultProfileFolder)
}

// useProfile returns p as the base, unless reading it failed. As in tccli, an
// instance role takes precedence over the keys in the file, and the profile's role
// is assumed with either.
func (f *finder) useProfile(p profileFiles, err error) *Source {
	if err == nil && !p.InstanceRole {
		err = p.check(f.Now())
	}
	if err != nil {
		f.Errors = append(f.Errors, err)
		return nil
	}
	f.ProfileName, f.Profile = p.Name, p.Settings
	base, where := profileSource(p, f.Open), "profile "+p.Name
	if p.InstanceRole {
		base = instanceRoleSource("", where)
	}
	if p.RoleARN != "" {
		f.profileRole = roleSource(request{RoleARN: p.RoleARN, RoleSessionName: p.RoleSession, DurationSeconds: defaultRoleSeconds}, where)
	}
	return base
}

// profileSource returns the source of the profile's key pair. A temporary one is read
// again when it is about to expire or is refused, since tccli replaces it.
func profileSource(p profileFiles, open textfile.OpenFunc) *Source {
	s := keySource(p.Pair, "profile "+p.Name)
	s.Permanent = s.Permanent && p.Expires.IsZero()
	if s.Permanent {
		return s
	}
	s.open = func(c *Connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		first := true // p is what the files have
		return c.temporary(s.Name, func(ctx context.Context) (lease, error) {
			if l := p.lease(c.Now()); first && l.life > renewalLead {
				first = false
				return l, nil
			}
			p, err := readProfile(ctx, open, filepath.Dir(p.File), p.Name, true)
			if err == nil {
				err = p.check(c.Now())
			}
			return p.lease(c.Now()), err
		}), nil
	}
	return s
}

func (p *profileFiles) lease(now time.Time) lease {
	if p.Expires.IsZero() {
		return lease{Credential: p.Pair, life: noExpiry}
	}
	return lease{Credential: p.Pair, life: p.Expires.Sub(now)}
}
