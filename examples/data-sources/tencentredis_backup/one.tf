# The manual backup made on 20 November, China time. A second one that day
# would be an error.
data "tencentredis_backup" "before_upgrade" {
  instance_name = "orders"     # matches part of the name
  region        = "ap-chengdu" # overrides the provider
  begin_time    = "2026-11-20T00:00:00+08:00"
  end_time      = "2026-11-20T23:59:59+08:00"
  backup_type   = "manual"
  status        = ["exported"]
}

output "before_upgrade" {
  value = {
    instance_id = data.tencentredis_backup.before_upgrade.backup.instance_id
    backup_id   = data.tencentredis_backup.before_upgrade.backup_id
    remark      = data.tencentredis_backup.before_upgrade.backup.remark
    kept_until  = data.tencentredis_backup.before_upgrade.backup.expires_at
  }
}
