terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

# The account of the credentials in the environment.
provider "tencentredis" {
  region = "ap-guangzhou"
}

# Another account, through a role in it.
provider "tencentredis" {
  alias  = "archive"
  region = "ap-shanghai"

  assume_role = {
    role_arn     = "qcs::cam::uin/100000000001:roleName/backup-reader"
    session_name = "terraform"
  }
}

# Another region of the same account needs no second provider.
data "tencentredis_backup" "chengdu" {
  instance_id = "crs-4y9t57vt"
  region      = "ap-chengdu"
  most_recent = true
}

data "tencentredis_backup" "archive" {
  provider    = tencentredis.archive
  instance_id = "crs-8kd2mfw0"
  most_recent = true
}

output "backup_ids" {
  value = {
    chengdu = data.tencentredis_backup.chengdu.backup_id
    archive = data.tencentredis_backup.archive.backup_id
  }
}
