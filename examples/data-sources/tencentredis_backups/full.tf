# Every argument: automatic backups of one instance made on two days, expired
# ones included.
data "tencentredis_backups" "two_days" {
  instance_id   = "crs-8kd2mfw0"
  instance_name = "orders"     # matches part of the name
  region        = "ap-chengdu" # overrides the provider
  begin_time    = "2026-11-19T00:00:00+08:00"
  end_time      = "2026-11-20T23:59:59+08:00"
  backup_type   = "automatic"
  remark        = null # any; otherwise matches the whole text
  status        = ["in_use", "normal", "exporting", "exported", "expired"]

  timeouts = {
    read = "5m"
  }
}

output "status" {
  description = "Status of each backup, by ID."
  value       = { for backup in data.tencentredis_backups.two_days.backups : backup.backup_id => backup.status }
}
