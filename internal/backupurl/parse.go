// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package backupurl

import (
	"errors"
	"net/url"
	"path"
	"strings"
	"time"
)

// URL is a signed COS URL without its signature. All signed URLs for a file are
// equal but for the two times.
type URL struct {
	Scheme string // "https"
	Host   string // with the port, if there is one

	// Bucket is the bucket's full name. It ends with the AppID, which is that of the
	// owner's account. Region is empty for hosts that serve all regions, such as
	// that of global acceleration. All three are empty if it is not a host of COS.
	Bucket, AppID, Region string

	ObjectKey string // decoded, without the leading slash
	FileName  string // the part of ObjectKey after its last slash

	SignedAt, ExpiresAt time.Time // UTC
}

// Parse parses a signed URL. It returns an error if rawURL is not an http or https
// URL, or has no object key or no valid q-sign-time. The error never contains the
// URL.
//
// Source for hosts: https://www.tencentcloud.com/document/product/436/6224
func Parse(rawURL string) (URL, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return URL{}, errors.New("it is not a URL")
	case u.Scheme != "http" && u.Scheme != "https":
		return URL{}, errors.New("it does not begin with https:// or http://")
	case u.Hostname() == "":
		return URL{}, errors.New("it names no host")
	}
	parsed := URL{Scheme: u.Scheme, Host: u.Host, ObjectKey: strings.TrimPrefix(u.Path, "/")}
	parsed.readHost(u.Hostname())
	if parsed.ObjectKey == "" || strings.HasSuffix(parsed.ObjectKey, "/") {
		return URL{}, errors.New("its path names no object")
	}
	parsed.FileName = path.Base(parsed.ObjectKey)

	var ok bool
	if parsed.SignedAt, parsed.ExpiresAt, ok = Validity(rawURL); !ok {
		return URL{}, errors.New("it has no valid q-sign-time, neither by itself nor within sign=")
	}
	return parsed, nil
}

// readHost parses BUCKET.cos.REGION.myqcloud.com and its variants, and
// cos.REGION.myqcloud.com with the bucket in the path.
func (u *URL) readHost(host string) {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, domain := range []string{".myqcloud.com", ".tencentcos.cn", ".tencentcos.com"} {
		labels, isCOS := strings.CutSuffix(host, domain)
		if !isCOS {
			continue
		}
		rest, region, _ := cutLast(labels)
		bucket, service, inHost := cutLast(rest)
		if !inHost {
			bucket, service = "", rest
		}
		if (service != "cos" && service != "cos-internal") || region == "" {
			return
		}
		if bucket == "" {
			bucket, u.ObjectKey, _ = strings.Cut(u.ObjectKey, "/")
		}
		u.Bucket = bucket
		if isRegion(region) {
			u.Region = region
		}
		if i := strings.LastIndexByte(bucket, '-'); i >= 0 && isDigits(bucket[i+1:]) {
			u.AppID = bucket[i+1:]
		}
		return
	}
}

// isRegion reports whether a label has the form of a region, such as "ap-chengdu",
// unlike "accelerate" and "accelerate-overseas".
func isRegion(label string) bool {
	area, place, found := strings.Cut(label, "-")
	return found && len(area) == 2 && place != ""
}

func cutLast(labels string) (before, last string, found bool) {
	i := strings.LastIndexByte(labels, '.')
	if i < 0 {
		return labels, "", false
	}
	return labels[:i], labels[i+1:], true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
