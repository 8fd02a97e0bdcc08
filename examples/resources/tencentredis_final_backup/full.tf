# Every argument: downloaded inside Tencent Cloud, and kept there for a month.
resource "tencentredis_final_backup" "sessions" {
  instance_id  = tencentcloud_redis_instance.sessions.id
  directory    = "/srv/redis/final"
  region       = "ap-chengdu" # overrides the provider
  network      = "internal"
  remark       = "sessions, before the end" # a random end follows
  storage_days = 30                         # more than 7 must be enabled for the account
  skip         = false

  timeouts = {
    delete = "6h"
  }
}
