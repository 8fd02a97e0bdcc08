# The statuses in_use and exporting include a backup that is not ready yet.
data "tencentredis_backup" "just_made" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
  status      = ["in_use", "normal", "exporting", "exported"]
}

data "tencentredis_backup_url" "just_made" {
  instance_id = "crs-4y9t57vt"
  backup_id   = data.tencentredis_backup.just_made.backup_id

  wait_for_available = true
  timeouts = {
    read = "1h"
  }
}
