data "tencentredis_backup_url" "latest" {
  instance_id = "crs-4y9t57vt"
  backup_id   = "678362566696298532848117"
}

# Names and sizes are not sensitive.
output "files" {
  value = { for file in data.tencentredis_backup_url.latest.backup_infos : file.file_name => file.file_size }
}
