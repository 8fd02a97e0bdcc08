# Requests leave through a slow proxy.
provider "tencentredis" {
  alias           = "behind_proxy"
  region          = "ap-guangzhou"
  proxy           = "http://proxy.example.com:3128"
  request_timeout = "2m"
}
