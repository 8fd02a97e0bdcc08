# Every argument. Only the listed networks can use the URLs.
data "tencentredis_backup" "just_made" {
  instance_id = "crs-4y9t57vt"
  region      = "ap-chengdu" # overrides the provider
  most_recent = true
  status      = ["in_use", "normal", "exporting", "exported"]
}

ephemeral "tencentredis_backup_url" "just_made" {
  instance_id = "crs-4y9t57vt"
  backup_id   = data.tencentredis_backup.just_made.backup_id
  region      = "ap-chengdu"

  limit_type            = "Customize"
  vpc_comparison_symbol = "In"
  limit_vpc = [
    {
      region   = "ap-chengdu"
      vpc_list = ["vpc-5xg9qpb1"]
    },
  ]
  ip_comparison_symbol = "In"
  limit_ip             = ["10.1.1.12", "10.2.0.0/16"]

  wait_for_available = true
  timeouts = {
    read = "1h"
  }
}

# The result is ephemeral: locals may use it, outputs may not.
locals {
  urls = { for file in ephemeral.tencentredis_backup_url.just_made.backup_infos : file.file_name => file.inner_download_url }
}
