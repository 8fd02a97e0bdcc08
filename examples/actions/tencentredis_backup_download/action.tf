# terraform apply -invoke=action.tencentredis_backup_download.newest
data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

# To ./backups/BACKUP_ID/.
action "tencentredis_backup_download" "newest" {
  config {
    instance_id = "crs-4y9t57vt"
    backup_id   = data.tencentredis_backup.newest.backup_id
    directory   = "${path.root}/backups"
  }
}
