run "newest_backup" {
  variables {
    instance_id = "crs-orders01"
  }

  assert {
    condition     = output.backup_id == "678362566696298532000002"
    error_message = "The module did not choose the newest backup."
  }

  assert {
    condition     = output.file_sizes == { "orders-1.rdb" = 4096, "orders-2.rdb" = 8192 }
    error_message = "The files are not those of the newest backup."
  }

  assert {
    condition     = alltrue([for url in output.download_urls : startswith(url, "http")])
    error_message = "A file has no URL."
  }
}

run "stale_backup" {
  command = plan

  variables {
    instance_id = "crs-stale001"
  }

  expect_failures = [data.tencentredis_backup.newest]
}
