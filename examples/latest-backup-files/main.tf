terraform {
  required_version = ">= 1.5"

  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

# Credentials come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.
provider "tencentredis" {
  region = var.region
}

module "latest" {
  source = "../modules/latest-backup-files"

  instance_id = var.instance_id
  backup      = { type = "automatic" }
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
