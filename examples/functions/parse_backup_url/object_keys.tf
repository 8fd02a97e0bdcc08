data "tencentredis_backup_url" "this" {
  instance_id = "crs-4y9t57vt"
  backup_id   = "678362566696298532848117"
}

# Whatever is made of a sensitive value is sensitive too, so the output must say
# so. Unlike the URL, the object key is the same in each plan.
output "object_keys" {
  value = {
    for file in data.tencentredis_backup_url.this.backup_infos :
    file.file_name => provider::tencentredis::parse_backup_url(file.download_url).object_key
  }
  sensitive = true
}
