output "backup_id" {
  description = "ID of the backup made before the release."
  value       = data.tencentredis_backup.before_release.backup_id
}

output "path" {
  description = "Directory with its files."
  value       = tencentredis_backup_download.before_release.path
}
