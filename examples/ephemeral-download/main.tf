terraform {
  required_version = ">= 1.10" # or OpenTofu 1.11

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

# The backup ID is stored: a newer backup triggers a new download.
data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

# The URLs are not stored. Each run signs new ones.
ephemeral "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

# One resource for all files: for_each rejects ephemeral values.
resource "terraform_data" "download" {
  triggers_replace = {
    backup_id = data.tencentredis_backup.newest.backup_id
    directory = var.directory
  }

  provisioner "local-exec" {
    interpreter = ["sh"]
    command     = "${path.module}/download.sh"

    # Not in the command: other users can see its arguments.
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
