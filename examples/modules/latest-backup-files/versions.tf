terraform {
  required_version = ">= 1.5" # for plantimestamp

  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}
