terraform {
  required_version = ">= 1.2"

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

variable "backup_id" {
  description = "ID of the backup. Defaults to the newest one."
  type        = string
  default     = null
}

variable "rdb_version" {
  description = "Newest RDB version that the target loads, for example 10 for Redis 7.0."
  type        = number
  default     = 10
}

# The backup with this ID, or else the newest one.
data "tencentredis_backup" "chosen" {
  instance_id = var.instance_id
  backup_id   = var.backup_id
  most_recent = var.backup_id == null ? true : null
}

resource "tencentredis_backup_download" "chosen" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.chosen.backup_id
  directory   = "${path.root}/restored"

  lifecycle {
    precondition {
      condition     = data.tencentredis_backup.chosen.backup.encrypted != true
      error_message = "The backup is encrypted. Only Tencent Cloud can restore it."
    }
    postcondition {
      condition     = anytrue([for file in self.files : try(file.rdb.keys != 0, true)])
      error_message = "The backup is empty."
    }
    postcondition {
      condition     = alltrue([for file in self.files : try(file.rdb.version <= var.rdb_version, true)])
      error_message = "The backup has a newer RDB version than the target loads."
    }
  }
}
