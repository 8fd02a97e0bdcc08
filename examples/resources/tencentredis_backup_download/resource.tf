# The newest backup, in ./backups/BACKUP_ID/.
data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

resource "tencentredis_backup_download" "newest" {
  instance_id = "crs-4y9t57vt"
  backup_id   = data.tencentredis_backup.newest.backup_id
  directory   = "${path.root}/backups"
}

output "hashes" {
  value = { for file in tencentredis_backup_download.newest.files : file.path => file.sha256 }
}
