# The backup ID is stored.
data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

# The URLs are not. Each run signs new ones.
ephemeral "tencentredis_backup_url" "newest" {
  instance_id = "crs-4y9t57vt"
  backup_id   = data.tencentredis_backup.newest.backup_id
}
