// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/auth"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/netfault"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

func (o Operation) explain(err error) explained {
	if e, ok := o.manualBackup(err); ok {
		return e
	}
	if entry, ok := outside(err); ok {
		return explained{entry: entry, facts: facts(err)}
	}
	if unavailable, ok := errors.AsType[*UnavailableError](err); ok {
		return explained{entry: o.unavailable(unavailable.State), facts: facts(err)}
	}
	if e, ok := explainCredentials(err); ok {
		return e
	}
	return explained{entry: o.request(err), facts: facts(err)}
}

// outside explains an operation that was interrupted or timed out. The last failure,
// if there was one, is among the facts.
func outside(err error) (entry, bool) {
	if timeout, ok := errors.AsType[*TimeoutError](err); ok {
		e := entry{
			meaning: fmt.Sprintf("It took longer than %s allows (%s).", timeout.Argument, timeout.Limit),
			next:    fmt.Sprintf("Raise %s, or see below what takes so long.", timeout.Argument),
		}
		if unavailable, ok := errors.AsType[*UnavailableError](err); ok {
			e.attribute = "backup_id"
			e.next = fmt.Sprintf("Raise %s if the backup needs longer. Its last status was: %s.", timeout.Argument, unavailable.State)
		}
		return e, true
	}
	if errors.Is(err, context.Canceled) {
		return entry{meaning: "It was interrupted.", next: "Run Terraform again when you are ready."}, true
	}
	return entry{}, false
}

// unavailable explains why a backup cannot be downloaded, from its state.
func (o Operation) unavailable(state BackupState) entry {
	e, _ := lookup(redisapi.CodeBackupStatusInvalid, redisTable)
	switch {
	case state.Gone:
		e.meaning, e.next = "The instance no longer lists this backup: it has expired or was deleted.", chooseAnother
	case state.Status.Downloadable():
		e.meaning, e.next = "The backup has become available since.", "Run Terraform again."
	case state.Status.MayBecomeDownloadable():
		e.meaning, e.next = "The backup is still being exported.", "Set wait_for_available = true to wait for it, or run Terraform again in a few minutes."
		if state.Status == redisapi.BackupInUse {
			e.meaning = "Another task is using the backup."
		}
	case state.Status == redisapi.BackupExpired:
		e.meaning, e.next = "The backup has expired.", chooseAnother
	case state.Status == redisapi.BackupDeleted:
		e.meaning, e.next = "The backup was deleted.", chooseAnother
	case state.Hopeless():
		e.meaning, e.next = "The backup cannot be downloaded in its status.", chooseAnother
	}
	return o.fill(e)
}

// request explains a request that failed for other reasons than credentials.
func (o Operation) request(err error) entry {
	if apiErr, ok := errors.AsType[*tencentapi.Error](err); ok {
		o.Action = cmp.Or(apiErr.Action, o.Action) // an operation may call several actions
		return o.forCode(apiErr.Code)
	}
	return redisHost.forResponse(err)
}

func (o Operation) forCode(code string) entry {
	e, ok := lookup(code, actionTables[o.Action], redisTable, commonTable)
	if !ok {
		e = refused
	}
	e = o.fill(e)
	if code == "UnsupportedRegion" || code == redisapi.CodeInstanceNotExists {
		e.next = suggestRegion(o.Region) + e.next
	}
	return e
}

func (o Operation) fill(e entry) entry {
	return e.fill("{action}", o.Action, "{instance}", cmp.Or(o.Instance, "*"), "{list}", o.listCommand(),
		"{region}", o.Region, "{api}", redisHost.api, "{endpoint}", redisHost.endpoint)
}

// listCommand returns a command that lists the backups without Terraform.
func (o Operation) listCommand() string {
	command := "tccli redis DescribeInstanceBackups --region " + o.Region
	if o.Instance != "" {
		command += " --InstanceId " + o.Instance
	}
	return command
}

// suggestRegion returns a suggestion for a region that the API rejects, or "".
func suggestRegion(region string) string {
	if of, ok := setting.RegionOfZone(region); ok {
		return fmt.Sprintf("%q is an availability zone; its region is %q. ", region, of)
	}
	if closest, ok := setting.ClosestRegion(region); ok {
		return fmt.Sprintf("Did you mean region %q? ", closest)
	}
	return ""
}

// host describes the server of a request.
type host struct{ api, endpoint string }

var (
	redisHost = host{"the Redis API", "endpoints.redis"}
	stsHost   = host{"STS", "endpoints.sts"}
)

// forResponse explains an error without a code: a connection that failed, or a
// response that did not come from the API.
func (h host) forResponse(err error) entry {
	e := entry{meaning: "The request could not be made.", next: "See the cause below."}
	if list, ok := errors.AsType[*redisapi.ListError](err); ok {
		e = entry{
			meaning: "The list of backups from {api} cannot be used: " + list.Reason + ".",
			next:    "Run Terraform again, or narrow the list with instance_id or status. If it persists, " + quoteRequestID,
		}
	} else if proxyErr, ok := errors.AsType[*netfault.ProxyError](err); ok {
		e = entry{
			meaning: fmt.Sprintf("The proxy %s did not connect this machine to {api}.", proxyErr.Host),
			next:    "Check that the proxy allows connections to the host below, and check the user name and password in proxy or HTTPS_PROXY.",
		}
	} else if proxy := unreachableProxy(err); proxy != "" {
		e = entry{
			meaning: fmt.Sprintf("The proxy %s could not be reached.", proxy),
			next:    "Check that the proxy is running, and check its address in proxy or HTTPS_PROXY. NO_PROXY lists hosts that need no proxy.",
		}
	} else if isA[*tencentapi.FieldError](err) {
		e = entry{meaning: "{Api} returned a field that is not as documented.", next: upgrade}
	} else if isA[*tencentapi.ResponseError](err) || isA[tls.RecordHeaderError](err) || errors.Is(err, http.ErrSchemeMismatch) {
		e = entry{
			meaning: "The response did not come from {api}, or it was truncated.",
			next:    checkProxy + checkEndpoint,
		}
	} else if timeout, ok := errors.AsType[*tencentapi.TimeoutError](err); ok {
		e = entry{
			meaning: fmt.Sprintf("{Api} did not respond within request_timeout (%s).", timeout.Limit),
			next:    "Raise request_timeout in the provider block, or check the network and proxy.",
		}
	} else if isA[*tencentapi.ConnectionError](err) {
		e = entry{
			meaning: "{Api} could not be reached.",
			next: "Check the network, the proxy settings (proxy, HTTPS_PROXY, NO_PROXY), and ca_bundle. " +
				"Check the host below; {endpoint} and domain set it, in the provider block or the environment.",
		}
	}
	return e.fill("{api}", h.api, "{Api}", strings.Replace(h.api, "the ", "The ", 1), "{endpoint}", h.endpoint)
}

// unreachableProxy returns the proxy that no connection could be made to, or "".
func unreachableProxy(err error) string {
	e, ok := errors.AsType[*net.OpError](err)
	if !ok || e.Op != "proxyconnect" {
		return ""
	}
	if dns, ok := errors.AsType[*net.DNSError](e.Err); ok {
		return dns.Name
	}
	if dial, ok := errors.AsType[*net.OpError](e.Err); ok && dial.Addr != nil {
		return dial.Addr.String()
	}
	return ""
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// facts returns the last lines of a detail.
func facts(err error) []string {
	var lines []string
	if e, ok := errors.AsType[*tencentapi.Error](err); ok {
		for _, fact := range [][2]string{{"Code", e.Code}, {"Message", e.Message}, {"Request ID", e.RequestID}} {
			if fact[1] != "" {
				lines = append(lines, fact[0]+": "+fact[1])
			}
		}
		if e.StatusCode != 0 && e.StatusCode != http.StatusOK {
			lines = append(lines, fmt.Sprintf("HTTP status: %d", e.StatusCode))
		}
		if e.Source != "" {
			lines = append(lines, "Credentials: "+e.Source)
		}
	} else if e, ok := errors.AsType[*tencentapi.ResponseError](err); ok {
		lines = append(lines, "Host: "+e.Host)
		if e.StatusCode > 0 {
			lines = append(lines, fmt.Sprintf("HTTP status: %d", e.StatusCode))
		}
		lines = append(lines, "Cause: "+e.Reason)
	} else if e, ok := errors.AsType[*tencentapi.ConnectionError](err); ok {
		lines = append(lines, "Host: "+e.Host)
		if _, known := outside(e.Err); !known {
			lines = append(lines, "Cause: "+e.Err.Error())
		}
	} else if _, known := outside(err); !known {
		lines = append(lines, "Cause: "+err.Error())
	}
	if e, ok := errors.AsType[*tencentapi.AttemptsError](err); ok {
		lines = append(lines, fmt.Sprintf("Attempts: %d in %s", e.Attempts, e.Elapsed.Round(100*time.Millisecond)))
	}
	if e, ok := errors.AsType[*UnavailableError](err); ok {
		lines = append(lines, "Last status: "+e.State.String())
		if e.State.Err != nil {
			lines = append(lines, "Listing: "+e.State.Err.Error())
		}
	}
	return lines
}

// explainCredentials explains a request that was not made, for lack of credentials
// or because they belong to another account.
func explainCredentials(err error) (explained, bool) {
	if e, ok := errors.AsType[*auth.AccountError](err); ok {
		return explained{summary: "Unable to Use Tencent Cloud Account", entry: entry{
			meaning: strings.Replace(e.Error(), "the", "The", 1) + ".",
			next:    "Use credentials of another account, or change that argument in the provider block. Only the account was read.",
		}, facts: []string{"Account: " + e.Account}}, true
	}
	if e, ok := errors.AsType[*auth.SourceError](err); ok {
		return explained{
			summary: "Unable to Get Tencent Cloud Credentials", entry: forSource(e.Err),
			facts: append([]string{"Source: " + e.Source}, stsFacts(e.Err)...),
		}, true
	}
	if e, ok := errors.AsType[*auth.AccountCheckError](err); ok {
		reason := forSource(e.Err)
		reason.meaning = "allowed_account_ids or forbidden_account_ids is set, and STS did not return the account of the credentials. " + reason.meaning
		return explained{summary: "Unable to Check Tencent Cloud Account", entry: reason, facts: stsFacts(e.Err)}, true
	}
	return explained{}, false
}

// forSource explains an error of a source of credentials: STS, a file, or the
// metadata service.
func forSource(err error) entry {
	if e, ok := errors.AsType[*tencentapi.Error](err); ok {
		return forSTS(e.Code, e.Action, e.Region)
	}
	if e, ok := errors.AsType[*auth.ExpiredLoginError](err); ok {
		return expiredLogin(e)
	}
	if isA[*tencentapi.ResponseError](err) || isA[*tencentapi.ConnectionError](err) || isA[*tencentapi.FieldError](err) {
		return stsHost.forResponse(err)
	}
	return entry{meaning: "The source below returned no credentials.", next: checkSource}
}

func stsFacts(err error) []string {
	if e, ok := errors.AsType[*tencentapi.Error](err); ok {
		return append([]string{"Action: " + e.Action}, facts(err)...)
	}
	return facts(err)
}

// forSTS explains an error code of STS. It never blames an argument of a backup.
func forSTS(code, action, region string) entry {
	e, ok := lookup(code, stsTable, commonTable)
	switch {
	case e.meaning == noAssumeRole && !strings.HasPrefix(action, "AssumeRole"):
		e = entry{meaning: notAllowed, next: "Ask the account's administrator for a CAM policy that allows sts:{action}."}
	case !ok:
		e = refused
	}
	e.attribute = ""
	return e.fill("{action}", action, "{region}", region, "{api}", stsHost.api, "{endpoint}", stsHost.endpoint)
}
