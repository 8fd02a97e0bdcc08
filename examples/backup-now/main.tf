terraform {
  required_version = ">= 1.14" # for actions

  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

# Credentials and region come from the environment.
provider "tencentredis" {}

variable "instance_id" {
  description = "ID of the Redis instance, for example crs-4y9t57vt."
  type        = string
}

action "tencentredis_backup_create" "now" {
  config {
    instance_id = var.instance_id
  }
}
