// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

const mfaObject = "mfa_certification"

var (
	mfaSerialNumber = setting.Argument{
		Path: "mfa_certification.serial_number", Env: []string{"TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER"},
		Description: "Serial number of the MFA device." + requiredSomewhere,
	}
	mfaTokenCode = setting.Argument{
		Path: "mfa_certification.token_code", Sensitive: true, Env: []string{"TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE"},
		Description: "Code that the device shows. It works once, so the session cannot be renewed." + requiredSomewhere,
	}
	mfaDuration = setting.Argument{
		Path: "mfa_certification.duration_seconds", Kind: setting.Seconds, Check: setting.Between(1, 129600), Env: []string{"TENCENTCLOUD_MFA_CERTIFICATION_DURATION_SECONDS"},
		Description: "Duration of the session in seconds, at most 129600. Defaults to `1800`.",
	}
)

const defaultMFASeconds = 1800

// mfa is a session for a permanent key pair and a code of an MFA device. A serial number
// without a code in the environment is meant for another tool.
func mfa() kind {
	object := setting.Argument{Path: mfaObject, Kind: setting.Object, Description: "MFA session for a permanent key pair."}
	return kind{
		name: "MFA session", chained: true,
		arguments: []setting.Argument{object, mfaSerialNumber, mfaTokenCode, mfaDuration},
		selectors: []setting.Argument{object},
		variables: []setting.Argument{mfaTokenCode},
		open:      (*finder).mfa,
	}
}

func (f *finder) mfa(in setting.Place) *Source {
	if f.base != nil && !f.base.Permanent {
		f.Fail(mfaObject, "an MFA session (%s) requires a permanent key pair, but this source is temporary: %s. Remove one of them", in, f.base.Name)
	}
	return stsSource("MFA session ("+in+")", "GetSessionToken", request{
		SerialNumber: f.Required(setting.Anywhere, mfaSerialNumber).Text, TokenCode: f.Required(setting.Anywhere, mfaTokenCode).Text,
		DurationSeconds: f.Find(mfaDuration).Integer(defaultMFASeconds),
	})
}

var errCodeUsed = errors.New("its one-time MFA code has been used, so the session cannot be renewed. Run again with a new code, or request a longer session")

// once returns fetch for an MFA code, which STS accepts once. After a response,
// good or bad, it sends no more requests: repeating a wrong code can lock the
// device. It must not be called concurrently.
func once(fetch fetchFunc) fetchFunc {
	var used error
	return func(ctx context.Context) (lease, error) {
		if used != nil {
			return lease{}, used
		}
		l, err := fetch(ctx)
		if err == nil {
			used = errCodeUsed
		} else if isRefusal(err) {
			used = err
		}
		return l, err
	}
}

// isRefusal reports whether STS checked the request and refused it, as opposed to
// being busy, or the account of the session is not known or not allowed. With a
// SourceError, nothing was sent.
func isRefusal(err error) bool {
	if isA[*SourceError](err) {
		return false
	}
	if isAccountError(err) {
		return true
	}
	return isA[*tencentapi.Error](err) && !tencentapi.IsTransient(err)
}
