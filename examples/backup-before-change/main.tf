terraform {
  required_version = ">= 1.14" # for actions

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

locals {
  remark = "before release ${var.release}"
}

action "tencentredis_backup_create" "now" {
  config {
    instance_id = var.instance_id
    remark      = local.remark
  }
}

# Runs the action before each release. A failed backup stops the apply.
resource "terraform_data" "before_release" {
  input = var.release

  lifecycle {
    action_trigger {
      events  = [before_create, before_update]
      actions = [action.tencentredis_backup_create.now]
    }
  }
}

# The backup that the action made, found by its remark.
data "tencentredis_backup" "before_release" {
  instance_id = var.instance_id
  remark      = local.remark
  most_recent = true

  depends_on = [terraform_data.before_release]
}

resource "tencentredis_backup_download" "before_release" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.before_release.backup_id
  directory   = "${path.root}/backups"
}

# Put the risky change here. Without depends_on, it does not wait for the download.
# Without create_before_destroy, a replacement destroys the old object first.
resource "terraform_data" "release" {
  triggers_replace = var.release

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [tencentredis_backup_download.before_release]
}
