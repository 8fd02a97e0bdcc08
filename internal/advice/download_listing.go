// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import "fmt"

// ListingProblem is what is wrong with the listing in a [ListingError].
type ListingProblem int

// The values of [ListingProblem].
const (
	NoFiles    ListingProblem = iota // there is no file
	NoFileName                       // a file has no name
	NoFileURL                        // a file has no URL for the network
	OtherFiles                       // the files are others than before
)

// ListingError is the error for a response of DescribeBackupUrl without files that can
// be downloaded.
type ListingError struct {
	Problem   ListingProblem
	File      string // its name for NoFileURL
	RequestID string
}

func (e *ListingError) Error() string {
	switch e.Problem {
	case NoFileName:
		return "the API returned a file without a name"
	case NoFileURL:
		return fmt.Sprintf("the API returned no URL for the file %q", e.File)
	case OtherFiles:
		return "the API lists other files than when the download started"
	case NoFiles:
	}
	return "the API returned no files"
}

func (d Download) explainListing(e *ListingError) Advice {
	reason, next := e.Error(), ""
	switch e.Problem {
	case NoFiles:
		next = "Check the backup in the console; it may be empty."
	case NoFileName:
		next = "Try again. If it persists, open a ticket with Tencent Cloud."
	case NoFileURL:
		reason = fmt.Sprintf("the API returned no internet URL for the file %q", e.File)
		next = `On a machine in the instance's region, set network to "internal". Otherwise change the download restriction, for example with limit_type.`
		if d.Internal {
			reason = fmt.Sprintf("the API returned no internal URL for the file %q", e.File)
			next = `Set network to "internet", or leave it out.`
		}
	case OtherFiles:
		next = "Apply again to download those."
	}
	return downloadAdvice("", fmt.Sprintf("Downloading %s failed: %s.", d, reason), next, "Request ID: "+e.RequestID)
}
