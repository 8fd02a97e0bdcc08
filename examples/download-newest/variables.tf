variable "region" {
  description = "Region of the instance, for example ap-guangzhou. Defaults to TENCENTCLOUD_REGION."
  type        = string
  default     = null
}

variable "instance_id" {
  description = "ID of the Redis instance, for example crs-4y9t57vt. Only the cluster architecture can export backups."
  type        = string

  validation {
    condition     = can(regex("^crs-[0-9a-z]+$", var.instance_id))
    error_message = "An instance ID starts with crs-, followed by lowercase letters and digits."
  }
}

variable "directory" {
  description = "Parent directory; each backup gets a subdirectory."
  type        = string
  default     = "backups"
}
