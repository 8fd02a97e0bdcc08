output "directory" {
  description = "The folder with a folder shard-1, shard-2 and so on for each file of the backup, in which redis-server can be started."
  value       = local.directory
  depends_on  = [terraform_data.restore]
}

output "started_at" {
  description = "When the backup was begun; what was written later is not in it."
  value       = data.tencentredis_backup.chosen.backup.started_at
}
