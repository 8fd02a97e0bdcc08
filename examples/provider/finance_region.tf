# Finance regions have API hosts of their own, which the region chooses.
provider "tencentredis" {
  alias  = "finance"
  region = "ap-shanghai-fsi"
}
