# On a laptop: the login of `tccli auth login --profile dev`, then a role that
# may read backups, for half an hour.
provider "tencentredis" {
  alias   = "laptop"
  region  = "ap-guangzhou"
  profile = "dev"

  assume_role = {
    role_arn         = "qcs::cam::uin/100000000001:roleName/backup-reader"
    session_name     = "laptop"
    session_duration = 1800
  }
}
