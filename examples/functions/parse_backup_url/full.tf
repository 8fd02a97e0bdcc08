data "tencentredis_backup_url" "this" {
  instance_id = "crs-4y9t57vt"
  backup_id   = "678362566696298532848117"
}

locals {
  objects = {
    for file in data.tencentredis_backup_url.this.backup_infos :
    file.file_name => provider::tencentredis::parse_backup_url(file.download_url)
  }
}

# Anything derived from a sensitive value is sensitive too. These attributes
# are the same in each plan.
output "objects" {
  value = {
    for name, object in local.objects : name => {
      server  = "${object.scheme}://${object.host}"
      bucket  = object.bucket
      account = object.app_id
      region  = object.cos_region
      key     = object.object_key
      file    = object.file_name
    }
  }
  sensitive = true
}

# These change with each signature.
output "valid" {
  value     = { for name, object in local.objects : name => "${object.signed_at} to ${object.expires_at}" }
  sensitive = true
}
