terraform {
  required_version = ">= 1.4" # for terraform_data

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

variable "skip_final_backup" {
  description = "Whether a destroy makes no backup. Apply it before the destroy."
  type        = bool
  default     = false
}

# Stands for the instance. In your configuration, it is tencentcloud_redis_instance.
resource "terraform_data" "instance" {
  input = var.instance_id
}

# Refers to the instance, so Terraform destroys this first. If that fails, the
# instance stays.
resource "tencentredis_final_backup" "instance" {
  instance_id = terraform_data.instance.output
  directory   = "${path.root}/final"
  skip        = var.skip_final_backup
}
