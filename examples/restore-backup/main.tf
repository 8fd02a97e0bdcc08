terraform {
  required_version = ">= 1.10" # or OpenTofu 1.11: the first with ephemeral resources

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

# The backup that the variable names, or else the newest one.
data "tencentredis_backup" "chosen" {
  instance_id = var.instance_id
  backup_id   = var.backup_id
  most_recent = var.backup_id == null ? true : null
}

# The URLs are signed in each run and kept nowhere.
ephemeral "tencentredis_backup_url" "chosen" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.chosen.backup_id
}

locals {
  directory = "${var.directory}/${data.tencentredis_backup.chosen.backup_id}"
}

# All files in one go, so that there is a whole backup or none.
resource "terraform_data" "restore" {
  triggers_replace = {
    backup_id = data.tencentredis_backup.chosen.backup_id
    directory = local.directory
  }

  provisioner "local-exec" {
    interpreter = ["sh"]
    command     = "${path.module}/restore.sh"

    # Never in the command: everybody on the machine can see its arguments.
    environment = {
      DIRECTORY = local.directory
      FILES = join("\n", [
        for file in ephemeral.tencentredis_backup_url.chosen.backup_infos :
        "${coalesce(file.file_size, 0)} ${file.download_url} ${file.file_name}"
      ])
    }
  }

  lifecycle {
    precondition {
      condition     = data.tencentredis_backup.chosen.backup.encrypted != true
      error_message = "The backup is encrypted. No Redis but Tencent Cloud's can read it."
    }
  }
}
