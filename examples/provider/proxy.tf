# A network that only a proxy leads out of, and patience with it.
provider "tencentredis" {
  alias           = "behind_proxy"
  region          = "ap-guangzhou"
  proxy           = "http://proxy.example.com:3128"
  request_timeout = "2m"
}
