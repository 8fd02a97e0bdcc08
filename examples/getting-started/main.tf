terraform {
  required_providers {
    tencentredis = {
      source = "tencentredis/tencentredis"
    }
  }
}

variable "instance_id" {
  description = "The id of the Redis instance, for example crs-4y9t57vt."
  type        = string
}

# The key and the region come from the environment.
provider "tencentredis" {}

# The newest backup that can be downloaded.
data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

# Its files, each with a signed URL.
data "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

output "started_at" {
  value = data.tencentredis_backup.newest.backup.started_at
}

output "files" {
  value = { for file in data.tencentredis_backup_url.newest.backup_infos : file.file_name => file.file_size }
}

output "expires_at" {
  value = data.tencentredis_backup_url.newest.expires_at
}

# Whoever has a URL downloads the data, so Terraform shows it only when asked.
output "download_urls" {
  value     = { for file in data.tencentredis_backup_url.newest.backup_infos : file.file_name => file.download_url }
  sensitive = true
}

# The same as curl reads it.
output "curl_config" {
  value     = join("\n", [for file in data.tencentredis_backup_url.newest.backup_infos : "url = \"${file.download_url}\"\noutput = \"${basename(file.file_name)}\""])
  sensitive = true
}
