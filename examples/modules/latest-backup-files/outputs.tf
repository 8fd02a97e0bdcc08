output "backup_id" {
  description = "The id of the backup."
  value       = data.tencentredis_backup.this.backup_id
}

output "started_at" {
  description = "When the backup was begun (RFC 3339, UTC)."
  value       = data.tencentredis_backup.this.backup.started_at
}

output "files" {
  description = "The size of each file in bytes, by its name; 0 where the API does not know it."
  value       = { for name, file in local.files : name => file.file_size }
}

output "fingerprint" {
  description = "Changes with the backup, not with the signatures in its URLs."
  value       = data.tencentredis_backup_url.this.fingerprint
}

output "expires_at" {
  description = "When the first of the URLs ceases to work (RFC 3339, UTC)."
  value       = data.tencentredis_backup_url.this.expires_at
}

output "urls" {
  description = "The URLs of each file, by its name: on the internet, and inside Tencent Cloud."
  value       = { for name, file in local.files : name => { download_url = file.download_url, inner_download_url = file.inner_download_url } }
  sensitive   = true
}
