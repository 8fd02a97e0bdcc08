variable "region" {
  description = "The region of the instance, for example ap-guangzhou. Defaults to TENCENTCLOUD_REGION."
  type        = string
  default     = null
}

variable "instance_id" {
  description = "The ID of the Redis instance, for example crs-4y9t57vt. It must be of the cluster architecture."
  type        = string

  validation {
    condition     = can(regex("^crs-[0-9a-z]+$", var.instance_id))
    error_message = "An instance ID starts with crs-, followed by lowercase letters and digits."
  }
}

variable "directory" {
  description = "The directory in which each backup gets its own folder."
  type        = string
  default     = "backups"
}
