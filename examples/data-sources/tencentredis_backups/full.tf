# Every argument: what the schedule of one instance made on two days, whatever
# has become of it since. Each argument narrows.
data "tencentredis_backups" "two_days" {
  instance_id   = "crs-8kd2mfw0"
  instance_name = "orders"     # a part of the name is enough
  region        = "ap-chengdu" # instead of the provider's
  begin_time    = "2026-11-19T00:00:00+08:00"
  end_time      = "2026-11-20T23:59:59+08:00"
  backup_type   = "1" # made by the schedule
  status        = [1, 2, 3, 4, -1]

  timeouts = {
    read = "5m"
  }
}

output "status" {
  description = "The status of each backup, by its id."
  value       = { for backup in data.tencentredis_backups.two_days.backups : backup.backup_id => backup.status }
}
