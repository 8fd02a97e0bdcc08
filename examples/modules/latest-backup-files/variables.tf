variable "instance_id" {
  description = "ID of the Redis instance, for example crs-4y9t57vt. Only the cluster architecture can export backups."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^crs-[0-9a-z]+$", var.instance_id))
    error_message = "instance_id must start with \"crs-\", followed by lowercase letters and digits."
  }
}

variable "region" {
  description = "Region of the instance. Defaults to the provider's region."
  type        = string
  default     = null
}

variable "backup" {
  description = <<-EOT
    Filters; the newest match is used.
    type: "automatic" or "manual". Defaults to both.
    max_age: maximum age, for example "26h". Defaults to any age.
  EOT
  type = object({
    type    = optional(string)
    max_age = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.backup.type == null ? true : contains(["automatic", "manual"], var.backup.type)
    error_message = "backup.type must be \"automatic\" or \"manual\"."
  }
  validation {
    condition     = var.backup.max_age == null ? true : can(regex("^[1-9][0-9]*[smh]$", var.backup.max_age))
    error_message = "backup.max_age must be a whole number followed by s, m, or h, for example \"26h\"."
  }
}

variable "wait" {
  description = "Whether to wait for the newest backup if it is still being exported, and for how long."
  type = object({
    enabled = optional(bool, false)
    timeout = optional(string, "20m")
  })
  default  = {}
  nullable = false
}

variable "restriction" {
  description = <<-EOT
    Networks that can use the URLs. Defaults to the account's download restriction.
    networks: "all", "internal" (inside Tencent Cloud), or "custom" (the listed vpcs and ips).
    vpcs: VPC IDs, by region.
    ips: IPv4 addresses or CIDR blocks.
  EOT
  type = object({
    networks = string
    vpcs     = optional(map(list(string)), {})
    ips      = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.restriction == null ? true : contains(["all", "internal", "custom"], var.restriction.networks)
    error_message = "restriction.networks must be \"all\", \"internal\", or \"custom\"."
  }
  validation {
    condition     = var.restriction == null ? true : (var.restriction.networks == "custom") == (length(var.restriction.vpcs) + length(var.restriction.ips) > 0)
    error_message = "restriction.vpcs or restriction.ips is required with networks = \"custom\" and not allowed otherwise."
  }
}
