output "backup_id" {
  description = "ID of the backup."
  value       = data.tencentredis_backup.this.backup_id
}

output "started_at" {
  description = "When the backup started (RFC 3339, UTC)."
  value       = data.tencentredis_backup.this.backup.started_at
}

output "files" {
  description = "Size of each file in bytes, by name; 0 if the API does not report it."
  value       = { for name, file in local.files : name => file.file_size }
}

output "fingerprint" {
  description = "Changes with the backup, not with the URLs."
  value       = data.tencentredis_backup_url.this.fingerprint
}

output "expires_at" {
  description = "When the first URL expires (RFC 3339, UTC)."
  value       = data.tencentredis_backup_url.this.expires_at
}

output "urls" {
  description = "Internet and internal download URL of each file, by name."
  value       = { for name, file in local.files : name => { download_url = file.download_url, inner_download_url = file.inner_download_url } }
  sensitive   = true
}
