# The API host of a finance region follows from the region.
provider "tencentredis" {
  alias  = "finance"
  region = "ap-shanghai-fsi"
}
