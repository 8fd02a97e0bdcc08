terraform {
  required_version = ">= 1.0"

  required_providers {
    tencentredis = {
      source = "tencentredis/tencentredis"
    }
  }
}

# The keys and, unless the variable says one, the region come from the
# environment: TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and
# TENCENTCLOUD_REGION.
provider "tencentredis" {
  region = var.region
}

# Backups come and go, so their ids are nothing to write down: the newest one
# that can be downloaded is looked up in each run.
data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

data "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

locals {
  # By name. The API may tell no files at all, which is null, or of a file no
  # name. Written with try, since coalesce would make the whole list sensitive.
  files = {
    for i, file in try([for file in data.tencentredis_backup_url.newest.backup_infos : file], []) :
    coalesce(file.file_name, "unnamed-${i + 1}") => file
  }
}
