# Only machines inside Tencent Cloud can use these URLs.
data "tencentredis_backup_url" "intranet" {
  instance_id = "crs-4y9t57vt"
  backup_id   = "678362566696298532848117"
  limit_type  = "LimitOnlyIntranet"
}
