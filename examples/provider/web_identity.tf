# In CI, with no key anywhere: the job's OIDC token gives the role. The job
# writes the token to the file; the role's trust policy says which jobs may.
provider "tencentredis" {
  alias  = "ci"
  region = "ap-guangzhou"

  assume_role_with_web_identity = {
    provider_id             = "ci"
    web_identity_token_file = "/tmp/tencentcloud.jwt"
    role_arn                = "qcs::cam::uin/100000000001:roleName/backup-reader"
    session_name            = "nightly-backups"
  }

  allowed_account_ids = ["100000000001"]
}
