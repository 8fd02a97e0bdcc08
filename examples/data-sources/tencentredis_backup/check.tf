# Warns during plan and apply if last night's backup is missing.
check "nightly_backup" {
  assert {
    condition     = timecmp(data.tencentredis_backup.newest.backup.started_at, timeadd(plantimestamp(), "-26h")) > 0
    error_message = "The newest backup started at ${data.tencentredis_backup.newest.backup.started_at}."
  }
}
