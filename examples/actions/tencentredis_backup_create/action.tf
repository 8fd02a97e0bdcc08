# terraform apply -invoke=action.tencentredis_backup_create.now
action "tencentredis_backup_create" "now" {
  config {
    instance_id = "crs-4y9t57vt"
  }
}
