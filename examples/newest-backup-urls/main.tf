terraform {
  required_version = ">= 1.0"

  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

# Credentials come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.
provider "tencentredis" {
  region = var.region
}

# Looked up in each run, since backups expire.
data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

data "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

locals {
  # The API may leave a file name empty.
  files = {
    for i, file in data.tencentredis_backup_url.newest.backup_infos :
    coalesce(file.file_name, "unnamed-${i + 1}") => file
  }
}
