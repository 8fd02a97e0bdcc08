// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/tencentredis/terraform-provider-tencentredis/internal/advice"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/config"
	"github.com/tencentredis/terraform-provider-tencentredis/internal/setting"
)

// The defaults of timeouts.
const (
	readTimeout     = 20 * time.Minute // for the export of a large backup
	transferTimeout = 2 * time.Hour    // to make or download a large backup
	deleteTimeout   = 30 * time.Minute
)

// timeoutsAttribute returns the argument timeouts, with the descriptions of the
// operations. Unlike that of the library, it rejects a timeout that is not positive.
func timeoutsAttribute(operations map[string]string) schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for operation, description := range operations {
		attributes[operation] = schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: description,
			Validators:          []validator.String{config.Validator(setting.CheckDuration)},
		}
	}
	return schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Timeouts of the operations.", Attributes: attributes}
}

// limit returns the context for an operation, which is limited by its timeout and
// masks secrets in the log.
func (d *providerData) limit(ctx context.Context, timeouts types.Object, operation string, otherwise time.Duration) (context.Context, context.CancelFunc, diag.Diagnostics) {
	argument := path.Root("timeouts").AtName(operation)
	limit, diags := duration(timeouts.Attributes()[operation], argument, otherwise)
	ctx, cancel := context.WithTimeoutCause(maskSecrets(ctx, d.secrets), limit, &advice.TimeoutError{Argument: argument.String(), Limit: limit})
	return ctx, cancel, diags
}

// duration returns the value of an argument that is a duration, or its default.
func duration(value any, argument path.Path, otherwise time.Duration) (time.Duration, diag.Diagnostics) {
	text, ok := value.(types.String)
	if !ok || text.IsNull() {
		return otherwise, nil
	}
	d, err := time.ParseDuration(text.ValueString())
	if err != nil {
		return 0, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(argument, "Invalid Duration", err.Error())}
	}
	return d, nil
}
