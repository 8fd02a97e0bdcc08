# An account of Tencent Cloud International.
provider "tencentredis" {
  alias  = "international"
  region = "ap-singapore"
  domain = "intl.tencentcloudapi.com"
}
