terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

data "tencentredis_backup" "nightly" {
  instance_id = "crs-4y9t57vt"
  status      = ["normal"]
  most_recent = true
}

data "tencentredis_backup_url" "nightly" {
  instance_id = "crs-4y9t57vt"
  backup_id   = data.tencentredis_backup.nightly.backup_id

  limit_type            = "Customize"
  vpc_comparison_symbol = "In"
  limit_vpc = [
    {
      region   = "ap-chengdu"
      vpc_list = ["vpc-5xg9qpb1"]
    },
  ]
  ip_comparison_symbol = "In"
  limit_ip             = ["10.1.1.12"]
}

output "urls" {
  value     = data.tencentredis_backup_url.nightly.backup_infos[*].download_url
  sensitive = true
}

# Replaces result_output_file.
output "backup_infos" {
  value     = data.tencentredis_backup_url.nightly.backup_infos
  sensitive = true
}
