variable "region" {
  description = "Region of the instances, for example ap-guangzhou. Defaults to TENCENTCLOUD_REGION."
  type        = string
  default     = null
}

variable "archive" {
  description = "Directory that keeps the backups, for example on a mounted file system."
  type        = string
}

variable "skip" {
  description = "IDs of instances that cannot export backups."
  type        = set(string)
  default     = []
}

variable "network" {
  description = "Set this to internal on a machine in the same region, to avoid charges for internet traffic."
  type        = string
  default     = "internet"
}
