# Every argument: one backup that somebody has chosen, as long as it can be
# downloaded. Each argument narrows, so the plan fails once the backup is gone.
data "tencentredis_backup" "chosen" {
  instance_id   = "crs-8kd2mfw0"
  instance_name = "orders"     # a part of the name is enough
  region        = "ap-chengdu" # instead of the provider's
  backup_id     = "678362566696298532849020"
  begin_time    = "2026-11-20T00:00:00+08:00"
  end_time      = "2026-11-20T23:59:59+08:00"
  backup_type   = "0" # made by hand
  status        = [2, 4]
  most_recent   = true # of several; with backup_id there is one

  timeouts = {
    read = "5m"
  }
}

output "chosen" {
  value = data.tencentredis_backup.chosen.backup.remark
}
