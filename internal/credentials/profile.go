// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// DefaultProfile is the profile that is used if none is named.
const DefaultProfile = "default"

// Profile is a profile of tccli, which consists of two files.
type Profile struct {
	Name, File   string // File has the credentials
	Pair         tencentapi.Credential
	Login        string    // the type in the file: "oauth" or "sso" after a login with tccli
	Expires      time.Time // of a login; zero if it is not known
	InstanceRole bool

	RoleARN, RoleSession       string
	Region, RedisHost, STSHost string // the hosts are empty if they are the defaults
}

// credentialFile is <profile>.credential.
//
// Source: tccli/options_define.py, tccli/configure.py, tccli/oauth.py and
// tccli/sso.py of github.com/TencentCloud/tencentcloud-cli.
type credentialFile struct {
	SecretID        string  `json:"secretId"`
	SecretKey       string  `json:"secretKey"`
	Token           string  `json:"token"`
	RoleARN         string  `json:"role-arn"`
	RoleSessionName string  `json:"role-session-name"`
	UseCVMRole      any     `json:"use-cvm-role"` // true, or "true"
	Type            string  `json:"type"`         // tccli writes "cvm-role" for use-cvm-role
	ExpiresAt       float64 `json:"expiresAt"`    // Unix time in seconds
}

// configureFile is the part of <profile>.configure that this provider needs.
type configureFile struct {
	SysParam struct {
		Region string `json:"region"`
	} `json:"_sys_param"`
	Redis productConfigure `json:"redis"`
	STS   productConfigure `json:"sts"`
}

type productConfigure struct {
	Endpoint string `json:"endpoint"` // a host
}

// ReadProfile reads both files of a profile. The second may be missing; unless must
// is set, a missing first file is returned as an error at once. Incomplete files,
// which another program may be writing, are read again. The error is a
// [*textfile.Error].
func ReadProfile(ctx context.Context, open textfile.OpenFunc, folder, name string, must bool) (Profile, error) {
	p := Profile{Name: name, File: filepath.Join(folder, name+".credential")}
	if _, err := textfile.Read(open, p.File, maxFile); !must && errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	return retryUnfinished(ctx, func() (Profile, error) { return readProfile(open, folder, name) })
}

func readProfile(open textfile.OpenFunc, folder, name string) (Profile, error) {
	p := Profile{Name: name, File: filepath.Join(folder, name+".credential")}
	data, err := textfile.Read(open, p.File, maxFile)
	if err != nil {
		return p, err
	}
	if err := p.setCredential(data); err != nil {
		return p, err
	}
	file := filepath.Join(folder, name+".configure")
	data, err = textfile.Read(open, file, maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	return p, p.setConfigure(file, data)
}

func (p *Profile) setCredential(data []byte) error {
	var c credentialFile
	if err := textfile.DecodeJSON(p.File, data, &c); err != nil {
		return err
	}
	for key, s := range map[string]*string{
		"secretId": &c.SecretID, "secretKey": &c.SecretKey, "token": &c.Token, "role-arn": &c.RoleARN, "role-session-name": &c.RoleSessionName,
	} {
		*s = strings.TrimSpace(*s)
		if err := setting.CheckWord(*s); err != nil {
			return &textfile.Error{File: p.File, Reason: "is not usable: " + key + " " + err.Error()}
		}
	}
	p.Pair = tencentapi.Credential{SecretID: c.SecretID, SecretKey: c.SecretKey, Token: c.Token}
	p.Login = strings.TrimSpace(c.Type)
	p.RoleARN, p.RoleSession = c.RoleARN, c.RoleSessionName
	if c.ExpiresAt > 0 {
		const lastYear = 253402300799 // the end of 9999, since later times overflow
		p.Expires = time.Unix(int64(min(c.ExpiresAt, lastYear)), 0)
	}
	if (p.RoleARN == "") != (p.RoleSession == "") {
		return &textfile.Error{File: p.File, Reason: "contains only one of role-arn and role-session-name. A role needs both"}
	}
	return p.setInstanceRole(c)
}

func (p *Profile) setInstanceRole(c credentialFile) error {
	switch flag := c.UseCVMRole.(type) {
	case nil:
	case bool:
		p.InstanceRole = flag
	case string:
		on, err := strconv.ParseBool(strings.ToLower(flag))
		if err != nil && flag != "" {
			return &textfile.Error{File: p.File, Reason: "is not usable: use-cvm-role must be true or false"}
		}
		p.InstanceRole = on
	default:
		return &textfile.Error{File: p.File, Reason: "is not usable: use-cvm-role must be true or false"}
	}
	p.InstanceRole = p.InstanceRole || p.Login == "cvm-role"
	return nil
}

func (p *Profile) setConfigure(file string, data []byte) error {
	var c configureFile
	if err := textfile.DecodeJSON(file, data, &c); err != nil {
		return err
	}
	p.Region = strings.TrimSpace(c.SysParam.Region)
	p.RedisHost = chosenHost("redis", c.Redis.Endpoint)
	p.STSHost = chosenHost(STSService, c.STS.Endpoint)
	return nil
}

// chosenHost returns host unless it is the default one for service. tccli writes
// the defaults of all products into the file, and these must not override other
// settings.
func chosenHost(service, host string) string {
	host = strings.TrimSpace(host)
	if strings.EqualFold(host, service+"."+tencentapi.DefaultDomain) {
		return ""
	}
	return host
}

// Check returns an error if the profile's key pair is incomplete or has expired.
func (p *Profile) Check(now time.Time) error {
	switch {
	case p.Pair.SecretID == "" && p.Pair.SecretKey == "":
		return &textfile.Error{File: p.File, Reason: "contains no key pair: secretId and secretKey are not set"}
	case p.Pair.SecretKey == "":
		return &HalfPairError{p.File, "secretId", "secretKey"}
	case p.Pair.SecretID == "":
		return &HalfPairError{p.File, "secretKey", "secretId"}
	}
	if p.Expires.IsZero() || now.Before(p.Expires) {
		return nil
	}
	command := "tccli auth login"
	if p.Login == "sso" {
		command = "tccli sso login"
	}
	if p.Name != DefaultProfile {
		command += " --profile " + p.Name
	}
	return &ExpiredLoginError{Profile: p.Name, File: p.File, Expired: p.Expires, Command: command}
}

// ProfileKeys returns the source of the profile's key pair. A temporary one is read
// again when it is about to expire or is refused, since tccli replaces it.
func ProfileKeys(p Profile, open textfile.OpenFunc) Source {
	s := KeyPair(p.Pair, "profile "+p.Name)
	s.Permanent = s.Permanent && p.Expires.IsZero()
	if s.Permanent {
		return s
	}
	s.open = func(c *connection, _ tencentapi.CredentialSource) (tencentapi.CredentialSource, error) {
		t := c.temporary(s.Name, func(ctx context.Context) (lease, error) {
			p, err := ReadProfile(ctx, open, filepath.Dir(p.File), p.Name, true)
			if err == nil {
				err = p.Check(c.Now())
			}
			return p.lease(c.Now()), err
		})
		t.keep(c.Now(), p.lease(c.Now()))
		return t, nil
	}
	return s
}

func (p *Profile) lease(now time.Time) lease {
	if p.Expires.IsZero() {
		return lease{p.Pair, noExpiry}
	}
	return lease{p.Pair, p.Expires.Sub(now)}
}
