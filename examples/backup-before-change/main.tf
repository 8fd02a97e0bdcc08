terraform {
  required_version = ">= 1.14" # for actions

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

variable "release" {
  description = "Version that is about to be released. A new value makes a new backup."
  type        = string
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
