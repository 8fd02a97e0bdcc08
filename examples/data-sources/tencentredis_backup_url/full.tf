# Every argument. Only the listed networks can use the URLs.
data "tencentredis_backup_url" "restricted" {
  instance_id = "crs-4y9t57vt"
  backup_id   = "678362566696298532848117"
  region      = "ap-chengdu" # overrides the provider

  limit_type            = "Customize"
  vpc_comparison_symbol = "In"
  limit_vpc = [
    {
      region   = "ap-chengdu"
      vpc_list = ["vpc-5xg9qpb1", "vpc-8kd2mfw0"]
    },
  ]
  ip_comparison_symbol = "In"
  limit_ip             = ["10.1.1.12", "10.2.0.0/16"]

  wait_for_available = true
  timeouts = {
    read = "1h"
  }
}

output "restricted_urls" {
  description = "By file name, for use inside the VPCs."
  value       = { for file in data.tencentredis_backup_url.restricted.backup_infos : file.file_name => file.inner_download_url }
  sensitive   = true
}

output "restricted_urls_expire_at" {
  value = data.tencentredis_backup_url.restricted.expires_at
}
