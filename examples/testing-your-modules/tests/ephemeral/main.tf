terraform {
  required_providers {
    tencentredis = {
      source  = "tencentredis/tencentredis"
      version = "~> 0.1"
    }
  }
}

# Ephemeral values are in no output, so the condition is here.
ephemeral "tencentredis_backup_url" "this" {
  instance_id = "crs-orders01"
  backup_id   = "678362566696298532000001"

  lifecycle {
    postcondition {
      condition     = length(self.backup_infos) == 1 && self.backup_infos[0].file_size == 4096
      error_message = "The files are not those of the backup."
    }
  }
}
