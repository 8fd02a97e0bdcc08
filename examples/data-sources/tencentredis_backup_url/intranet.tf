# Only internal addresses of Tencent Cloud can use the URLs, whatever the
# account's own restriction is.
data "tencentredis_backup_url" "intranet" {
  instance_id = "crs-4y9t57vt"
  backup_id   = "678362566696298532848117"
  limit_type  = "LimitOnlyIntranet"
}
