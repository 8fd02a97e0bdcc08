# The one backup that was made by hand on a certain day in China. Were there a
# second one, this would be an error instead of a guess.
data "tencentredis_backup" "before_upgrade" {
  instance_name = "orders"     # a part of the name is enough
  region        = "ap-chengdu" # instead of the provider's
  begin_time    = "2026-11-20T00:00:00+08:00"
  end_time      = "2026-11-20T23:59:59+08:00"
  backup_type   = "0"
  status        = [4]
}

output "before_upgrade" {
  value = {
    instance_id = data.tencentredis_backup.before_upgrade.backup.instance_id
    backup_id   = data.tencentredis_backup.before_upgrade.backup_id
    remark      = data.tencentredis_backup.before_upgrade.backup.remark
    kept_until  = data.tencentredis_backup.before_upgrade.backup.expires_at
  }
}
