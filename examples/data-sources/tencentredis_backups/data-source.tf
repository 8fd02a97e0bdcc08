# All backups of an instance, newest first.
data "tencentredis_backups" "all" {
  instance_id = "crs-4y9t57vt"
}

output "started_at" {
  description = "Start time of each backup, by ID."
  value       = { for backup in data.tencentredis_backups.all.backups : backup.backup_id => backup.started_at }
}
