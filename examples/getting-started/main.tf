terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

variable "instance_id" {
  description = "ID of the Redis instance, for example crs-4y9t57vt."
  type        = string
}

# Credentials and region come from the environment.
provider "tencentredis" {}

# The newest backup that can be downloaded.
data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

# Its files, in backups/BACKUP_ID.
resource "tencentredis_backup_download" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
  directory   = "${path.root}/backups"
}

output "started_at" {
  value = data.tencentredis_backup.newest.backup.started_at
}

output "path" {
  value = tencentredis_backup_download.newest.path
}

output "files" {
  value = { for file in tencentredis_backup_download.newest.files : file.file_name => file.file_size }
}
