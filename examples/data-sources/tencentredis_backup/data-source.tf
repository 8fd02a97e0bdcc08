# The newest backup that can be downloaded.
data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

output "newest" {
  value = data.tencentredis_backup.newest.backup_id
}
