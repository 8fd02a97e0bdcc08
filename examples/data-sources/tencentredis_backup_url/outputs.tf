output "download_urls" {
  value     = { for file in data.tencentredis_backup_url.latest.backup_infos : file.file_name => file.download_url }
  sensitive = true
}
