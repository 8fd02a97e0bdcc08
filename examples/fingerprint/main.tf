terraform {
  required_version = ">= 1.4"

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

data "tencentredis_backup" "newest" {
  instance_id = var.instance_id
  most_recent = true
}

data "tencentredis_backup_url" "newest" {
  instance_id = var.instance_id
  backup_id   = data.tencentredis_backup.newest.backup_id
}

# Changes with the backup, not with the signatures in its URLs.
resource "terraform_data" "backup" {
  input = data.tencentredis_backup_url.newest.fingerprint
}

# Stands for any resource that takes URLs as an argument, such as a job that
# imports the files. Another value makes it anew, unless it is ignored.
resource "terraform_data" "import" {
  # Sensitive as a whole: where Terraform replaces a resource and ignores
  # changes, it forgets which of a map's new values are, and shows them.
  triggers_replace = sensitive({
    for file in data.tencentredis_backup_url.newest.backup_infos : file.file_name => file.download_url
  })

  lifecycle {
    ignore_changes       = [triggers_replace]      # new signatures are no reason for a change
    replace_triggered_by = [terraform_data.backup] # another backup is
  }
}
