terraform {
  required_providers {
    tencentredis = {
      source = "tencentredis/tencentredis"
    }
  }
}

# The keys come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.
provider "tencentredis" {
  region = "ap-guangzhou"
}
