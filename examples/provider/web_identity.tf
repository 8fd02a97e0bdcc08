# In CI, with no key anywhere: the job's OIDC token gives the role. The job
# writes the token to the file; the role's trust policy says which jobs may.
terraform {
  required_providers {
    tencentredis = {
      source = "tencentredis/tencentredis"
    }
  }
}

provider "tencentredis" {
  region = "ap-guangzhou"

  assume_role_with_web_identity = {
    provider_id             = "ci"
    web_identity_token_file = "tencentcloud.jwt"
    role_arn                = "qcs::cam::uin/100000000001:roleName/backup-reader"
    session_name            = "nightly-backups"
  }

  allowed_account_ids = ["100000000001"]
}

# The newest backup of an instance that can be downloaded.
data "tencentredis_backup" "newest" {
  instance_id = "crs-4y9t57vt"
  most_recent = true
}

output "newest" {
  value = data.tencentredis_backup.newest.backup_id
}
