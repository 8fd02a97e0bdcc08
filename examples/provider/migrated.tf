provider "tencentredis" {
  alias   = "migrated"
  region  = "ap-guangzhou"
  profile = "dev"

  assume_role = {
    role_arn         = "qcs::cam::uin/100000000001:roleName/backup-reader"
    session_name     = "terraform"
    session_duration = 3600
  }
}
