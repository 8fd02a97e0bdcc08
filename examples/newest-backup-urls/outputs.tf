output "backup_id" {
  description = "The id of the backup."
  value       = data.tencentredis_backup.newest.backup_id
}

output "started_at" {
  description = "When the backup was begun."
  value       = data.tencentredis_backup.newest.backup.started_at
}

output "files" {
  description = "The size of each file in bytes, by its name."
  value       = { for name, file in local.files : name => file.file_size }
}

output "expires_at" {
  description = "When the first of the URLs ceases to work."
  value       = data.tencentredis_backup_url.newest.expires_at
}

# Whoever has one of these downloads the data, so Terraform does not show them
# unless asked: terraform output -json download_urls
output "download_urls" {
  description = "The URL of each file, by its name."
  value       = { for name, file in local.files : name => file.download_url }
  sensitive   = true
}
