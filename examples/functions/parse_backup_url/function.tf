terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

output "parsed" {
  value = provider::tencentredis::parse_backup_url("https://backups-1250000000.cos.ap-chengdu.myqcloud.com/redis/2026-11-20/1.rdb?q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1795114800;1795136460&q-key-time=1795114800;1795136460&q-header-list=&q-url-param-list=&q-signature=0123456789abcdef0123456789abcdef01234567")
}
