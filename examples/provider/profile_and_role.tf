# On a laptop: the login of `tccli auth login --profile dev`, then a role that
# may read backups, for half an hour.
terraform {
  required_providers {
    tencentredis = {
      source = "tencentredis/tencentredis"
    }
  }
}

provider "tencentredis" {
  region  = "ap-guangzhou"
  profile = "dev"

  assume_role = {
    role_arn         = "qcs::cam::uin/100000000001:roleName/backup-reader"
    session_name     = "laptop"
    session_duration = 1800
  }
}

data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

data "tencentredis_backup_url" "newest" {
  instance_id = data.tencentredis_backup.newest.backup.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

# Shown by: terraform output -json download_urls
output "download_urls" {
  value     = data.tencentredis_backup_url.newest.backup_infos[*].download_url
  sensitive = true
}
