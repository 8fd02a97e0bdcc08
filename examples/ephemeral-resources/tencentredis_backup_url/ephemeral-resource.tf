# The id of a backup is no secret, so a data source may look it up.
data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

# Its URLs are: they are signed in each run and kept nowhere.
ephemeral "tencentredis_backup_url" "newest" {
  instance_id = "crs-4y9t57vt"
  backup_id   = data.tencentredis_backup.newest.backup_id
}
