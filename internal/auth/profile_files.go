// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/textfile"
)

// profileFiles is the content of a profile, which consists of two files.
type profileFiles struct {
	Name, File   string // File has the credentials
	Pair         tencentapi.Credential
	Login        string    // the type in the file: "oauth" or "sso" after a login with tccli
	Expires      time.Time // of a login; zero if it is not known
	InstanceRole bool

	RoleARN, RoleSession string
	Settings             map[string]string // region and endpoints, by key; without defaults
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

// isMissing reports whether the profile's credential file does not exist.
func (p *profileFiles) isMissing(err error) bool {
	fileErr, ok := errors.AsType[*textfile.Error](err)
	return ok && fileErr.File == p.File && errors.Is(err, fs.ErrNotExist)
}

// readProfile reads both files of a profile, of which the second may be missing.
// Incomplete files, which another program may be writing, are read again; so is a
// missing one if must is set. The error is a [*textfile.Error].
func readProfile(ctx context.Context, open textfile.OpenFunc, folder, name string, must bool) (profileFiles, error) {
	return textfile.RetryUnfinished(ctx, must, func() (profileFiles, error) { return readProfileOnce(open, folder, name) })
}

func readProfileOnce(open textfile.OpenFunc, folder, name string) (profileFiles, error) {
	p := profileFiles{Name: name, File: filepath.Join(folder, name+".credential")}
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

func (p *profileFiles) setCredential(data []byte) error {
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

func (p *profileFiles) setInstanceRole(c credentialFile) error {
	switch strings.ToLower(fmt.Sprint(c.UseCVMRole)) {
	case "true":
		p.InstanceRole = true
	case "false", "", "<nil>":
	default:
		return &textfile.Error{File: p.File, Reason: "is not usable: use-cvm-role must be true or false"}
	}
	p.InstanceRole = p.InstanceRole || p.Login == "cvm-role"
	return nil
}

func (p *profileFiles) setConfigure(file string, data []byte) error {
	var c configureFile
	if err := textfile.DecodeJSON(file, data, &c); err != nil {
		return err
	}
	p.Settings = map[string]string{
		"_sys_param.region": strings.TrimSpace(c.SysParam.Region),
		"redis.endpoint":    chosenHost("redis", c.Redis.Endpoint),
		"sts.endpoint":      chosenHost(STSService, c.STS.Endpoint),
	}
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

// check returns an error if the profile's key pair is incomplete or has expired.
func (p *profileFiles) check(now time.Time) error {
	switch {
	case p.Pair.SecretID == "" && p.Pair.SecretKey == "":
		return &textfile.Error{File: p.File, Reason: "contains no key pair: secretId and secretKey are not set"}
	case p.Pair.SecretKey == "":
		return &textfile.Error{File: p.File, Reason: "contains secretId but no secretKey"}
	case p.Pair.SecretID == "":
		return &textfile.Error{File: p.File, Reason: "contains secretKey but no secretId"}
	}
	if p.Expires.IsZero() || now.Before(p.Expires) {
		return nil
	}
	command := "tccli auth login"
	if p.Login == "sso" {
		command = "tccli sso login"
	}
	if p.Name != defaultProfileName {
		command += " --profile " + shellWord(p.Name)
	}
	return &ExpiredLoginError{Profile: p.Name, File: p.File, Expired: p.Expires, Now: now, Command: command}
}

// ExpiredLoginError is the error for a profile whose login with tccli has expired.
type ExpiredLoginError struct {
	Profile string
	File    string
	Expired time.Time
	Now     time.Time // by this machine's clock
	Command string    // to log in again: "tccli auth login --profile dev"
}

func (e *ExpiredLoginError) Error() string {
	return fmt.Sprintf("the login of profile %q has expired. Run %s", e.Profile, e.Command)
}

// shellWord returns a word as it is typed into a shell.
func shellWord(word string) string {
	if strings.Trim(word, nameCharacters+"/") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
