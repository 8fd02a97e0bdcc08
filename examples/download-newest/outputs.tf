output "backup_id" {
  description = "ID of the backup."
  value       = data.tencentredis_backup.newest.backup_id
}

output "started_at" {
  description = "When the backup was started."
  value       = data.tencentredis_backup.newest.backup.started_at
}

output "path" {
  description = "Directory with the files of the backup."
  value       = tencentredis_backup_download.newest.path
}

output "files" {
  description = "Size and hash of each file, by name."
  value = {
    for file in tencentredis_backup_download.newest.files :
    file.file_name => { bytes = file.file_size, sha256 = file.sha256, checked = file.checked }
  }
}
