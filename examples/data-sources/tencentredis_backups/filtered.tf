# Automatic backups made in November, China time, that can be downloaded.
data "tencentredis_backups" "november" {
  instance_name = "orders"     # matches part of the name
  region        = "ap-chengdu" # overrides the provider
  begin_time    = "2026-11-01T00:00:00+08:00"
  end_time      = "2026-11-30T23:59:59+08:00"
  backup_type   = "automatic"
  status        = ["normal", "exported"]
}

data "tencentredis_backup_url" "november" {
  # A backup ID belongs to an instance.
  for_each = { for backup in data.tencentredis_backups.november.backups : "${backup.instance_id}/${backup.backup_id}" => backup }

  instance_id = each.value.instance_id
  backup_id   = each.value.backup_id
  region      = data.tencentredis_backups.november.region
}

output "sizes" {
  description = "Size of each file in bytes, by backup and name."
  value = {
    for id, url in data.tencentredis_backup_url.november :
    id => { for file in url.backup_infos : file.file_name => file.file_size }
  }
}
