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

# The id of a backup is no secret, so it may be in the state, where it triggers
# the download of a newer backup.
data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

# The URLs are: they are signed in each run and kept nowhere.
ephemeral "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

# One resource for all files, since for_each takes no ephemeral values.
resource "terraform_data" "download" {
  triggers_replace = {
    backup_id = data.tencentredis_backup.newest.backup_id
    directory = var.directory
  }

  provisioner "local-exec" {
    interpreter = ["sh"]
    command     = "${path.module}/download.sh"

    # Never in the command: everybody on the machine can see its arguments.
    environment = {
      DIRECTORY = "${var.directory}/${data.tencentredis_backup.newest.backup_id}"
      ENCRYPTED = data.tencentredis_backup.newest.backup.encrypted == true
      FILES = join("\n", [
        for file in ephemeral.tencentredis_backup_url.newest.backup_infos :
        "${coalesce(file.file_size, 0)} ${file.download_url} ${file.file_name}"
      ])
    }
  }
}
