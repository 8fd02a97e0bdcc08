module github.com/tencentredis/terraform-provider-tencentredis/internal/conformance

go 1.26.0

replace github.com/tencentredis/terraform-provider-tencentredis => ../..

require (
	github.com/google/go-cmp v0.7.0
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.210
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis v1.3.73
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts v1.1.11
	github.com/tencentredis/terraform-provider-tencentredis v0.0.0-00010101000000-000000000000
)

require (
	github.com/agext/levenshtein v1.2.3 // indirect
	github.com/go-json-experiment/json v1.27.2 // indirect
	golang.org/x/net v0.52.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/text v0.36.0 // indirect
)
