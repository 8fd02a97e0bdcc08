// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package credentials

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

// profile is what tccli keeps of one profile, in two files.
type profile struct {
	name, file   string // file is that of the credential
	credential   tencentapi.Credential
	login        string    // "oauth" or "sso" where tccli logged in; otherwise what the file says
	expires      time.Time // of a login; zero where the file does not say
	instanceRole bool

	roleARN, roleSession       string
	region, redisHost, stsHost string
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
	Type            string  `json:"type"`         // "cvm-role" is what tccli writes for use-cvm-role
	ExpiresAt       float64 `json:"expiresAt"`    // Unix time in seconds
}

// configureFile is <profile>.configure, or what this provider needs of it.
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

// readProfile reads both files of a profile. The second one may be missing.
// Its errors are a [*FileError] and a [*KeyPairError].
func readProfile(open OpenFunc, folder, name string) (profile, error) {
	p := profile{name: name, file: filepath.Join(folder, name+".credential")}
	data, err := readText(open, p.file)
	if err != nil {
		return p, err
	}
	if err := p.setCredential(data); err != nil {
		return p, err
	}
	file := filepath.Join(folder, name+".configure")
	data, err = readText(open, file)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, err
	}
	return p, p.setConfigure(file, data)
}

func (p *profile) setCredential(data []byte) error {
	var c credentialFile
	if err := decodeJSON(p.file, data, &c); err != nil {
		return err
	}
	p.credential = tencentapi.Credential{
		SecretID: strings.TrimSpace(c.SecretID), SecretKey: strings.TrimSpace(c.SecretKey), Token: strings.TrimSpace(c.Token),
	}
	p.login = strings.TrimSpace(c.Type)
	p.roleARN, p.roleSession = strings.TrimSpace(c.RoleARN), strings.TrimSpace(c.RoleSessionName)
	if c.ExpiresAt > 0 {
		const lastYear = 253402300799 // the end of 9999: beyond, time's arithmetic overflows
		p.expires = time.Unix(int64(min(c.ExpiresAt, lastYear)), 0)
	}
	if (p.roleARN == "") != (p.roleSession == "") {
		return &FileError{File: p.file, Reason: "has only one of role-arn and role-session-name; a role needs both"}
	}
	return p.setInstanceRole(c)
}

func (p *profile) setInstanceRole(c credentialFile) error {
	switch flag := c.UseCVMRole.(type) {
	case nil:
	case bool:
		p.instanceRole = flag
	case string:
		on, err := strconv.ParseBool(strings.ToLower(flag))
		if err != nil && flag != "" {
			return &FileError{File: p.file, Reason: "use-cvm-role should be true or false"}
		}
		p.instanceRole = on
	default:
		return &FileError{File: p.file, Reason: "use-cvm-role should be true or false"}
	}
	p.instanceRole = p.instanceRole || p.login == "cvm-role"
	return nil
}

func (p *profile) setConfigure(file string, data []byte) error {
	var c configureFile
	if err := decodeJSON(file, data, &c); err != nil {
		return err
	}
	p.region = strings.TrimSpace(c.SysParam.Region)
	p.redisHost = chosenHost("redis", c.Redis.Endpoint)
	p.stsHost = chosenHost(STSService, c.STS.Endpoint)
	return nil
}

// chosenHost returns the host that somebody chose for service. tccli writes
// the default one of every product into the file, which is not a choice and
// must not stand against what another setting asks for.
func chosenHost(service, host string) string {
	host = strings.TrimSpace(host)
	if strings.EqualFold(host, service+"."+tencentapi.DefaultDomain) {
		return ""
	}
	return host
}

// check tells whether the profile's key pair is whole and not past its end.
func (p *profile) check(now time.Time) error {
	c := p.credential
	switch {
	case c.SecretID == "" && c.SecretKey == "":
		return &FileError{File: p.file, Reason: "holds no key pair: secretId and secretKey are not set"}
	case c.SecretKey == "":
		return &KeyPairError{Found: "secretId in " + p.file, Missing: "secretKey", Looked: []Finding{{p.file, notSet}}}
	case c.SecretID == "":
		return &KeyPairError{Found: "secretKey in " + p.file, Missing: "secretId", Looked: []Finding{{p.file, notSet}}}
	}
	if p.expires.IsZero() || now.Before(p.expires) {
		return nil
	}
	command := "tccli auth login"
	if p.login == "sso" {
		command = "tccli sso login"
	}
	if p.name != defaultProfileName {
		command += fmt.Sprintf(" --profile %s", p.name)
	}
	return &ExpiredLoginError{Profile: p.name, File: p.file, Expired: p.expires, Command: command}
}
