terraform {
  required_version = ">= 1.2"

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

data "tencentredis_backup_url" "this" {
  instance_id = var.instance_id
  backup_id   = var.backup_id
}

locals {
  # The API may leave a file name empty.
  files = {
    for i, file in data.tencentredis_backup_url.this.backup_infos :
    coalesce(file.file_name, "unnamed-${i + 1}") => file
  }
}
