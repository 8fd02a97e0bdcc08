# Warns in each plan and apply where the nightly backup has not been made.
check "nightly_backup" {
  assert {
    condition     = timecmp(data.tencentredis_backup.newest.backup.started_at, timeadd(plantimestamp(), "-26h")) > 0
    error_message = "The newest backup was begun at ${data.tencentredis_backup.newest.backup.started_at}."
  }
}
