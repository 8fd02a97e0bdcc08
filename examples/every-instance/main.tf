terraform {
  required_version = ">= 1.2"

  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }

  # The state knows what was downloaded. For more than one runner, add a backend
  # that they share, for example "cos".
}

# Credentials come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.
provider "tencentredis" {
  region = var.region
}

# The backups of all instances that can be downloaded, newest first.
data "tencentredis_backups" "all" {
  status = ["normal", "exported"]
}

locals {
  backups = {
    for backup in data.tencentredis_backups.all.backups :
    backup.instance_id => backup... if !contains(var.skip, backup.instance_id)
  }
}

# A newer backup gets a resource of its own, for which store.sh runs. An update in place
# would not run it.
resource "tencentredis_backup_download" "newest" {
  for_each = { for id, backups in local.backups : "${id}/${backups[0].backup_id}" => backups[0] }

  instance_id = each.value.instance_id
  backup_id   = each.value.backup_id
  directory   = "${path.root}/backups/${each.value.instance_id}"
  network     = var.network

  # If this fails, the next run downloads or verifies the backup, then tries again.
  provisioner "local-exec" {
    command     = "sh store.sh"
    environment = { SOURCE = self.path, TARGET = "${var.archive}/${self.instance_id}" }
  }
}
