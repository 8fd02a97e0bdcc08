# Finance regions have API hosts of their own.
provider "tencentredis" {
  alias  = "finance"
  region = "ap-shanghai-fsi"
  domain = "ap-shanghai-fsi.tencentcloudapi.com"
}
