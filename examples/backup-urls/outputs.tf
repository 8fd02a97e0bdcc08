output "files" {
  description = "Size of each file in bytes, by name."
  value       = { for name, file in local.files : name => file.file_size }
}

output "expires_at" {
  description = "When the first URL expires."
  value       = data.tencentredis_backup_url.this.expires_at
}

# Anyone with a URL can download the data, so Terraform hides them. To see one:
# terraform output -json download_urls | jq -r '.[]'
output "download_urls" {
  description = "Download URL of each file, by name."
  value       = { for name, file in local.files : name => file.download_url }
  sensitive   = true
}
