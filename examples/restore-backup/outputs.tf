output "directory" {
  description = "Directory with the files of the backup, one per shard."
  value       = tencentredis_backup_download.chosen.path
}

output "files" {
  description = "Path of each file."
  value       = tencentredis_backup_download.chosen.files[*].path
}

output "started_at" {
  description = "When the backup started. Later writes are not in it."
  value       = data.tencentredis_backup.chosen.backup.started_at
}

output "rdb" {
  description = "What each file says about itself, by name."
  value       = { for file in tencentredis_backup_download.chosen.files : file.file_name => file.rdb }
}
