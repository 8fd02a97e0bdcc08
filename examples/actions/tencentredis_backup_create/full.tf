# Every argument.
action "tencentredis_backup_create" "full" {
  config {
    instance_id  = "crs-4y9t57vt"
    region       = "ap-chengdu" # overrides the provider
    remark       = "before the upgrade"
    storage_days = 7

    timeouts = {
      invoke = "30m"
    }
  }
}
