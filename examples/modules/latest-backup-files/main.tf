locals {
  limit_types = { all = "NoLimit", internal = "LimitOnlyIntranet", custom = "Customize" }
}

data "tencentredis_backup" "this" {
  instance_id = var.instance_id
  region      = var.region
  most_recent = true

  backup_type = var.backup.type
  begin_time  = var.backup.max_age == null ? null : timeadd(plantimestamp(), "-${var.backup.max_age}")
  status      = var.wait.enabled ? ["in_use", "normal", "exporting", "exported"] : null # null: only backups that can be downloaded now
}

data "tencentredis_backup_url" "this" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.this.backup_id
  region      = var.region

  limit_type = try(local.limit_types[var.restriction.networks], null)
  limit_vpc  = try(length(var.restriction.vpcs), 0) == 0 ? null : [for region, ids in var.restriction.vpcs : { region = region, vpc_list = ids }]
  limit_ip   = try(length(var.restriction.ips), 0) == 0 ? null : var.restriction.ips

  wait_for_available = var.wait.enabled
  timeouts           = { read = var.wait.timeout }
}

locals {
  # The API may leave a file name empty.
  files = {
    for i, file in data.tencentredis_backup_url.this.backup_infos :
    coalesce(file.file_name, "unnamed-${i + 1}") => file
  }
}
