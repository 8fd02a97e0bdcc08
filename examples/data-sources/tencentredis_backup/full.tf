# Every argument. Filters are combined, so the plan fails once this backup is
# gone.
data "tencentredis_backup" "chosen" {
  instance_id   = "crs-8kd2mfw0"
  instance_name = "orders"     # matches part of the name
  region        = "ap-chengdu" # overrides the provider
  backup_id     = "678362566696298532849020"
  begin_time    = "2026-11-20T00:00:00+08:00"
  end_time      = "2026-11-20T23:59:59+08:00"
  backup_type   = "manual"
  remark        = "before the upgrade" # matches the whole text
  status        = ["normal", "exported"]
  most_recent   = true

  timeouts = {
    read = "5m"
  }
}

output "chosen" {
  value = data.tencentredis_backup.chosen.backup.remark
}
