// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/redisapi"
)

// stringCheck makes a validator of a plain check. What is null or unknown has
// nothing to check.
type stringCheck struct {
	description string
	check       func(string) error
	warn        func(string) string // optional; what is odd about a value that passed
}

var (
	instanceIDValidator = stringCheck{description: `value must begin with "crs-"`, check: checkInstanceID}
	notBlankValidator   = stringCheck{description: "value must not be empty", check: checkNotBlank}
	ifSetValidator      = stringCheck{description: "value must not be empty", check: checkNotBlankIfSet}
	regionValidator     = stringCheck{description: "value must be a region", check: checkRegion, warn: warnRegion}
	ipOrCIDRValidator   = stringCheck{description: "value must be an IPv4 address or CIDR block", check: checkIPOrCIDR}
	rfc3339Validator    = stringCheck{description: "value must be a time in RFC 3339", check: checkRFC3339}
)

func (v stringCheck) Description(context.Context) string { return v.description }

func (v stringCheck) MarkdownDescription(context.Context) string { return v.description }

func (v stringCheck) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	value := req.ConfigValue.ValueString()
	if err := v.check(value); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Attribute Value",
			fmt.Sprintf("The value of %s is not usable: %s.", req.Path, err))
		return
	}
	if v.warn == nil {
		return
	}
	if oddity := v.warn(value); oddity != "" {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Unusual Attribute Value", oddity)
	}
}

func warnRegion(region string) string {
	if redisapi.IsKnownRegion(region) {
		return ""
	}
	return fmt.Sprintf("%q is not among the regions that this version of the provider knows. It is used as it is; "+
		"if the API answers UnsupportedRegion or finds no instance, look for a typing error here.", region)
}
