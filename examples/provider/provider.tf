terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

# Credentials come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.
provider "tencentredis" {
  region = "ap-chengdu"
}

# The newest backup that can be downloaded.
data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

# Its files, in backups/BACKUP_ID. No URL is stored.
resource "tencentredis_backup_download" "newest" {
  instance_id = data.tencentredis_backup.newest.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
  directory   = "${path.root}/backups"
}

output "files" {
  value = tencentredis_backup_download.newest.files[*].path
}
