output "directory" {
  description = "Directory with the files of the backup."
  value       = "${var.directory}/${data.tencentredis_backup.newest.backup_id}"
}

output "started_at" {
  description = "When the backup started."
  value       = data.tencentredis_backup.newest.backup.started_at
}
