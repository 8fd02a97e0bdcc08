run "download" {
  module {
    source = "./tests/download"
  }

  assert {
    condition     = [for file in tencentredis_backup_download.this.files : file.file_size] == [4096, 8192]
    error_message = "The files are not those of the backup."
  }

  assert {
    condition     = alltrue([for file in tencentredis_backup_download.this.files : filesha256(file.path) == file.sha256])
    error_message = "A file on the disk is not the one that was checked."
  }
}
