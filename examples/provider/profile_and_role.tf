# Log in with `tccli auth login --profile dev`. The profile then assumes a role
# that may only read backups.
terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

provider "tencentredis" {
  region  = "ap-chengdu"
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
  instance_id = data.tencentredis_backup.newest.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

# Show them with: terraform output -json download_urls | jq -r '.[]'
output "download_urls" {
  value     = data.tencentredis_backup_url.newest.backup_infos[*].download_url
  sensitive = true
}
