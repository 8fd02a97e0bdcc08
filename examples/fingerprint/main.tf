terraform {
  required_version = ">= 1.4"

  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

# Credentials and region come from the environment.
provider "tencentredis" {}

variable "instance_id" {
  description = "ID of the Redis instance, for example crs-4y9t57vt."
  type        = string
}

data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

data "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

# Changes with the backup, not with the URLs.
resource "terraform_data" "backup" {
  input = data.tencentredis_backup_url.newest.fingerprint
}

# Stands in for any resource that takes a URL as an argument.
resource "terraform_data" "import" {
  # When it replaces a resource with ignored changes, Terraform forgets which
  # values of a map are sensitive, so mark the whole map.
  triggers_replace = sensitive({
    for file in data.tencentredis_backup_url.newest.backup_infos : file.file_name => file.download_url
  })

  lifecycle {
    ignore_changes       = [triggers_replace]      # new signatures change nothing
    replace_triggered_by = [terraform_data.backup] # a new backup replaces it
  }
}
