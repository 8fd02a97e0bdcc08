# A Tencent Cloud International account.
provider "tencentredis" {
  alias  = "international"
  region = "ap-singapore"
  domain = "intl.tencentcloudapi.com"
}
