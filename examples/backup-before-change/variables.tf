variable "region" {
  description = "Region of the instance, for example ap-guangzhou. Defaults to TENCENTCLOUD_REGION."
  type        = string
  default     = null
}

variable "instance_id" {
  description = "ID of the Redis instance, for example crs-4y9t57vt."
  type        = string
}

variable "release" {
  description = "Version that is about to be released. A new value makes a new backup."
  type        = string
}
