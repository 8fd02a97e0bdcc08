output "backups" {
  description = "Start time of each instance's newest backup."
  value       = { for download in tencentredis_backup_download.newest : download.instance_id => local.backups[download.instance_id][0].started_at }
}
