terraform {
  required_version = ">= 1.5"

  required_providers {
    tencentredis = {
      source = "tencentredis/tencentredis"
    }
  }
}

# The keys and, unless the variable says one, the region come from the
# environment: TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and
# TENCENTCLOUD_REGION.
provider "tencentredis" {
  region = var.region
}

module "latest" {
  source = "../modules/latest-backup-files"

  instance_id = var.instance_id
  backup      = { made_by = "schedule" }
  restriction = {
    networks = "custom"
    ips      = ["10.0.0.0/8"]
  }
}

output "started_at" {
  value = module.latest.started_at
}

output "files" {
  value = module.latest.files
}

output "inner_urls" {
  value     = { for name, file in module.latest.urls : name => file.inner_download_url }
  sensitive = true
}
