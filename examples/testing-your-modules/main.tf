terraform {
  required_version = ">= 1.11"

  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

variable "instance_id" {
  description = "ID of the Redis instance."
  type        = string
}

variable "max_age" {
  description = "Maximum age of the newest backup."
  type        = string
  default     = "26h"
}

data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true

  lifecycle {
    postcondition {
      condition     = timecmp(self.backup.started_at, timeadd(plantimestamp(), "-${var.max_age}")) > 0
      error_message = "The newest backup is older than ${var.max_age}."
    }
  }
}

data "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

output "backup_id" {
  description = "ID of the newest backup."
  value       = data.tencentredis_backup.newest.backup_id
}

output "file_sizes" {
  description = "Size of each file in bytes, by name."
  value       = { for file in data.tencentredis_backup_url.newest.backup_infos : file.file_name => file.file_size }
}

output "download_urls" {
  description = "URL of each file, by name."
  value       = { for file in data.tencentredis_backup_url.newest.backup_infos : file.file_name => file.download_url }
  sensitive   = true
}
