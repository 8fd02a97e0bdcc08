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

data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

# A newer backup is downloaded beside the old one, whose files stay.
resource "tencentredis_backup_download" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
  directory   = var.directory
}
