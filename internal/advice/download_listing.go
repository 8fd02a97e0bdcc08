// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package advice

import "fmt"

// ListingProblem is what is wrong with the listing in a [ListingError].
type ListingProblem struct{ reason, next string }

// The values of [ListingProblem].
var (
	NoFiles       = ListingProblem{"the API returned no files", "Check the backup in the console; it may be empty."}
	NoFileName    = ListingProblem{"the API returned a file without a name", "Try again. If it persists, open a ticket with Tencent Cloud."}
	NoInternetURL = ListingProblem{"the API returned no internet URL for the file", `On a machine in the instance's region, set network to "internal". Otherwise change the download restriction, for example with limit_type.`}
	NoInternalURL = ListingProblem{"the API returned no internal URL for the file", `Set network to "internet", or leave it out.`}
	OtherFiles    = ListingProblem{"the API lists other files than when the download started", "Apply again to download those."}
)

// ListingError is the error for a response of DescribeBackupUrl without files that can
// be downloaded.
type ListingError struct {
	Problem   ListingProblem
	File      string // the name of the file without a URL
	RequestID string
}

func (e *ListingError) Error() string {
	if e.File == "" {
		return e.Problem.reason
	}
	return fmt.Sprintf("%s %q", e.Problem.reason, e.File)
}

func (d Download) explainListing(e *ListingError) Advice {
	return downloadAdvice("", fmt.Sprintf("Downloading %s failed: %s.", d, e), e.Problem.next, "Request ID: "+e.RequestID)
}
