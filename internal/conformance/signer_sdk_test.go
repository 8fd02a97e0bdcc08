// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package conformance

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/tencentapi"
)

var errCaptured = errors.New("captured")

// capture records the request of the SDK and sends nothing.
type capture struct {
	request *http.Request
	body    []byte
}

func (c *capture) RoundTrip(r *http.Request) (*http.Response, error) {
	c.request = r
	c.body, _ = io.ReadAll(r.Body)
	return nil, errCaptured
}

// sdkSigned lets the official SDK sign a request at a given time.
func sdkSigned(t *testing.T, cred tencentapi.Credential, service, host string, params map[string]any, at time.Time) (authorization string, body []byte) {
	t.Helper()
	p := profile.NewClientProfile()
	p.HttpProfile.Endpoint = host
	transport := &capture{}
	client := common.NewCommonClient(common.NewTokenCredential(cred.SecretID, cred.SecretKey, cred.Token), "ap-guangzhou", p)
	client.WithHttpTransport(transport)

	request := tchttp.NewCommonRequest(service, "2018-04-12", "DescribeBackupUrl")
	request.SetHeader(map[string]string{
		"Content-Type":   "application/json; charset=utf-8",
		"X-TC-Timestamp": strconv.FormatInt(at.Unix(), 10),
	})
	if err := request.SetActionParameters(params); err != nil {
		t.Fatal(err)
	}
	_ = client.Send(request, tchttp.NewCommonResponse()) // fails without a response
	if transport.request == nil {
		t.Fatal("the SDK made no request")
	}
	return transport.request.Header.Get("Authorization"), transport.body
}

// TestSigner_agreesWithSDK signs the same random requests with the provider's
// signer and the official SDK's.
func TestSigner_agreesWithSDK(t *testing.T) {
	t.Parallel()
	const seed = 20181213
	random := rand.New(rand.NewPCG(seed, 0))
	text := func(letters string) string {
		runes := []rune(letters)
		out := make([]rune, 1+random.IntN(40))
		for i := range out {
			out[i] = runes[random.IntN(len(runes))]
		}
		return string(out)
	}
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	seen := map[string]bool{}
	for range 200 {
		cred := tencentapi.Credential{SecretID: text(plain), SecretKey: text(plain + "+/*=$ä密"), Token: text(plain)}
		service := []string{"redis", "sts", "cvm"}[random.IntN(3)]
		host := service + "." + []string{"tencentcloudapi.com", "intl.tencentcloudapi.com", "ap-shanghai-fsi.tencentcloudapi.com"}[random.IntN(3)]
		params := map[string]any{"InstanceId": text(plain + "-"), "BackupId": text("0123456789"), "Remark": text("备份<>&\"\\\n\u2028 é" + plain)}
		at := time.Unix(random.Int64N(4102444800), 0)

		want, body := sdkSigned(t, cred, service, host, params, at)
		if got := tencentapi.Authorization(cred, service, host, body, at); got != want {
			t.Errorf("for %s at %d\nbody %s\nwe sign %s\nSDK signs %s", host, at.Unix(), body, got, want)
		}
		seen[want] = true
	}
	if len(seen) != 200 {
		t.Errorf("only %d different signatures", len(seen))
	}
}
