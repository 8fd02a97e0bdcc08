variable "region" {
  description = "The region of the instance, for example ap-guangzhou. If unset, TENCENTCLOUD_REGION."
  type        = string
  default     = null
}

variable "instance_id" {
  description = "The id of the Redis instance, for example crs-4y9t57vt. Only instances of the cluster architecture can export backups."
  type        = string

  validation {
    condition     = can(regex("^crs-[0-9a-z]+$", var.instance_id))
    error_message = "The id of an instance begins with crs- and goes on in lower-case letters and digits."
  }
}

variable "backup_id" {
  description = "The id of the backup. If unset, the newest one."
  type        = string
  default     = null
}

variable "directory" {
  description = "The folder in which each backup gets a folder of its own."
  type        = string
  default     = "restored"
}
