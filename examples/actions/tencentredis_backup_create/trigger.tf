variable "release" {
  description = "Version that is about to be released. A new value creates a new backup."
  type        = string
  default     = "1.0.0"
}

action "tencentredis_backup_create" "before_release" {
  config {
    instance_id = "crs-4y9t57vt"
    remark      = "before release ${var.release}"
  }
}

# Runs the action before each release. A failed backup stops the apply.
resource "terraform_data" "before_release" {
  input = var.release

  lifecycle {
    action_trigger {
      events  = [before_create, before_update]
      actions = [action.tencentredis_backup_create.before_release]
    }
  }
}

# The new backup, found in the same apply.
data "tencentredis_backup" "before_release" {
  instance_id = "crs-4y9t57vt"
  remark      = "before release ${var.release}"
  most_recent = true

  depends_on = [terraform_data.before_release]
}

output "backup_id" {
  value = data.tencentredis_backup.before_release.backup_id
}
