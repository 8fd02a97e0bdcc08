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

# All backups of all instances in the region, newest first.
data "tencentredis_backups" "all" {}

output "started_at" {
  description = "When each backup was begun, by its id."
  value       = { for backup in data.tencentredis_backups.all.backups : backup.backup_id => backup.started_at }
}
