# A test server on this machine.
provider "tencentredis" {
  alias  = "local"
  region = "ap-chengdu"

  endpoints = {
    redis = "http://127.0.0.1:8080"
  }
}
