output "backups" {
  description = "Start time of each instance's newest backup."
  value       = { for id, download in tencentredis_backup_download.newest : id => local.backups[id][0].started_at }
}
