terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

resource "tencentredis_backup_download" "this" {
  instance_id       = "crs-orders01"
  backup_id         = "678362566696298532000002"
  directory         = "${path.module}/backups"
  delete_on_destroy = true
}
