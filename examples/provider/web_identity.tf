# The CI job writes its OIDC token to a file and needs no key. The role's trust
# policy decides which jobs may assume it.
terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

provider "tencentredis" {
  region = "ap-chengdu"

  assume_role_with_web_identity = {
    provider_id             = "ci"
    web_identity_token_file = "tencentcloud.jwt"
    role_arn                = "qcs::cam::uin/100000000001:roleName/backup-reader"
    session_name            = "nightly-backups"
  }

  allowed_account_ids = ["100000000001"]
}

data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

output "newest" {
  value = data.tencentredis_backup.newest.backup_id
}
