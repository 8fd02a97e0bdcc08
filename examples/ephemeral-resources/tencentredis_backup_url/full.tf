# Every argument: URLs of a backup that may still be in the making, which only
# these networks can use.
data "tencentredis_backup" "just_made" {
  instance_id = "crs-4y9t57vt"
  region      = "ap-chengdu" # instead of the provider's
  most_recent = true
  status      = [1, 2, 3, 4]
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

# Only locals, provider blocks, provisioners, write-only arguments and other
# ephemeral values may be made of it.
locals {
  urls = { for file in ephemeral.tencentredis_backup_url.just_made.backup_infos : file.file_name => file.inner_download_url }
}
