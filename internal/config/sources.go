// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/credentials"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// defaultProfileFolder is the directory of tccli's profiles in the home directory.
const defaultProfileFolder = ".tccli"

func (r *resolver) blockProfile() probe { return r.namedProfile(r.fromBlock("profile")) }

func (r *resolver) environmentProfile() probe { return r.namedProfile(r.fromEnvironment("profile")) }

// namedProfile finds a profile by its name. It must exist.
func (r *resolver) namedProfile(name value) probe {
	if name.text == "" {
		return probe{found: notSet}
	}
	return probe{open: func() *credentials.Source {
		folder := r.profileFolder()
		if folder == "" {
			r.fail("profile", "the home directory is not known. Set \"shared_credentials_dir\" to the directory of the profiles")
			return nil
		}
		p, err := credentials.ReadProfile(r.ctx, r.Open, folder, name.text, true)
		if isMissing(p, err) {
			err = &textfile.Error{File: p.File, Err: err, Reason: fmt.Sprintf("does not exist, but %s is %q", name.origin, name.text)}
		}
		return r.useProfile(p, err)
	}}
}

// defaultProfile finds the default profile if it exists and has credentials.
func (r *resolver) defaultProfile() probe {
	folder := r.profileFolder()
	if folder == "" {
		return probe{found: "not checked, since the home directory is not known"}
	}
	p, err := credentials.ReadProfile(r.ctx, r.Open, folder, credentials.DefaultProfile, false)
	if isMissing(p, err) {
		return probe{found: p.File + " does not exist"}
	}
	if err == nil && !p.InstanceRole && p.Pair == (tencentapi.Credential{}) {
		return probe{found: p.File + " contains no key pair"}
	}
	return probe{open: func() *credentials.Source { return r.useProfile(p, err) }}
}

// isMissing reports whether the profile's credential file does not exist.
func isMissing(p credentials.Profile, err error) bool {
	fileErr, ok := errors.AsType[*textfile.Error](err)
	return ok && fileErr.File == p.File && errors.Is(err, fs.ErrNotExist)
}

// profileFolder returns the directory of the profiles, or "" if it is not known.
func (r *resolver) profileFolder() string {
	if v := r.find("shared_credentials_dir"); v.text != "" {
		return cmp.Or(r.expand(v), v.text) // expand has reported an error
	}
	home, err := r.Home()
	if err != nil || home == "" {
		return ""
	}
	return filepath.Join(home, defaultProfileFolder)
}

// useProfile returns p as the base, unless reading it failed. As in tccli, an
// instance role takes precedence over the keys in the file, and the profile's role
// is assumed with either.
func (r *resolver) useProfile(p credentials.Profile, err error) *credentials.Source {
	if err == nil && !p.InstanceRole {
		err = p.Check(r.Now())
	}
	if err != nil {
		r.failProfile(err)
		return nil
	}
	r.named = p.Name
	r.profile = map[string]string{"_sys_param.region": p.Region, "redis.endpoint": p.RedisHost, "sts.endpoint": p.STSHost}
	base, place := credentials.ProfileKeys(p, r.Open), "profile "+p.Name
	if p.InstanceRole {
		base = credentials.InstanceRole("", place)
	}
	if p.RoleARN != "" {
		role := credentials.AssumeRole(credentials.Request{
			RoleARN: p.RoleARN, RoleSessionName: p.RoleSession, DurationSeconds: credentials.DefaultRoleSeconds,
		}, place)
		r.profileRole = &role
	}
	return &base
}

func (r *resolver) failProfile(err error) {
	if e, ok := errors.AsType[*credentials.HalfPairError](err); ok {
		r.diags.AddError("Incomplete Tencent Cloud Key Pair",
			fmt.Sprintf("The profile sets %s but no %s.\n\nSet both, or remove the one that is set.\n\nFile: %s", e.Found, e.Missing, e.File))
		return
	}
	if e, ok := errors.AsType[*credentials.ExpiredLoginError](err); ok {
		r.diags.AddError("Expired Login of a Profile", fmt.Sprintf(
			"The login of the profile %q has expired.\n\nLog in again with \"%s\", then rerun Terraform.\n\nFile: %s\nExpired: %s\nThis machine's clock: %s",
			e.Profile, e.Command, e.File, e.Expired.UTC().Format(time.RFC3339), r.Now().UTC().Format(time.RFC3339)))
		return
	}
	if e, ok := errors.AsType[*textfile.Error](err); ok {
		detail := fmt.Sprintf("The file %s %s.", e.File, e.Reason)
		if e.Line > 0 {
			detail += fmt.Sprintf("\n\nLine: %d\nColumn: %d", e.Line, e.Column)
		}
		r.diags.AddError("Unusable Credentials File", detail)
		return
	}
	r.diags.AddError(invalid, sentence(err.Error()))
}

func (r *resolver) blockInstanceRole() probe {
	return instanceRole(r.fromBlock("cam_role_name"), "provider block")
}

func (r *resolver) environmentInstanceRole() probe {
	return instanceRole(r.fromEnvironment("cam_role_name"), "environment")
}

func instanceRole(name value, place string) probe {
	if name.text == "" {
		return probe{found: notSet}
	}
	return probe{open: func() *credentials.Source { return new(credentials.InstanceRole(name.text, place)) }}
}

// The variables that TKE sets in a pod whose service account is bound to a role.
const (
	podRegion    = "TKE_REGION"
	podProvider  = "TKE_PROVIDER_ID"
	podTokenFile = "TKE_WEB_IDENTITY_TOKEN_FILE" //nolint:gosec // the name of a variable
	podRoleARN   = "TKE_ROLE_ARN"
)

// podSession is the name of pods' sessions in the audit log.
const podSession = "terraform-provider-tencentredis"

func (r *resolver) blockPod() probe {
	if enabled, _ := r.block[argPod].(string); enabled == "true" {
		return probe{open: r.pod}
	}
	if r.Getenv(podRoleARN) != "" {
		return probe{found: "not set, although " + inVariable(podRoleARN) + " is"}
	}
	return probe{found: notSet}
}

// pod reads a pod's identity like DefaultTkeOIDCRoleArnProvider in the official SDK,
// but uses STS in the pod's own region.
func (r *resolver) pod() *credentials.Source {
	var missing []string
	read := func(variable string, k kind) value {
		v := r.normalized(value{text: r.Getenv(variable), origin: inVariable(variable), argument: argument{path: argPod, kind: k}})
		if v.text == "" {
			missing = append(missing, variable)
		}
		return v
	}
	region, providerID, file, role := read(podRegion, word), read(podProvider, word), read(podTokenFile, text), read(podRoleARN, word)
	if len(missing) > 0 {
		r.fail(argPod, fmt.Sprintf("%q is true, but these environment variables are not set: %s. TKE sets them in a pod whose service account is bound to a role",
			argPod, strings.Join(missing, ", ")))
		return nil
	}
	return new(credentials.WebIdentityRole(credentials.WebIdentity{
		Request: credentials.Request{
			ProviderID: providerID.text, RoleARN: role.text,
			RoleSessionName: podSession, DurationSeconds: credentials.DefaultRoleSeconds,
		},
		TokenFile: r.expand(file), Region: region.text, Open: r.Open,
	}, "pod identity", "provider block"))
}
