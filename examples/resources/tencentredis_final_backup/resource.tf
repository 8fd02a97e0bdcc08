# Destroyed before the instance: first the backup, then the instance.
resource "tencentredis_final_backup" "orders" {
  instance_id = tencentcloud_redis_instance.orders.id
  directory   = "${path.root}/final"
}
