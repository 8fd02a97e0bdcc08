variable "instance_id" {
  description = "The id of the Redis instance, for example crs-4y9t57vt. Only instances of the cluster architecture can export backups."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^crs-[0-9a-z]+$", var.instance_id))
    error_message = "The id of an instance begins with crs- and goes on in lower-case letters and digits."
  }
}

variable "region" {
  description = "The region of the instance. If unset, the provider's."
  type        = string
  default     = null
}

variable "backup" {
  description = <<-EOT
    Which backups count; of several, the newest is taken.
    made_by: "schedule" or "hand"; if unset, either.
    max_age: how long ago it may have been begun, for example "26h"; if unset, any time.
  EOT
  type = object({
    made_by = optional(string)
    max_age = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.backup.made_by == null ? true : contains(["schedule", "hand"], var.backup.made_by)
    error_message = "backup.made_by must be \"schedule\" or \"hand\"."
  }
  validation {
    condition     = var.backup.max_age == null ? true : can(regex("^[1-9][0-9]*[smh]$", var.backup.max_age))
    error_message = "backup.max_age must be a whole number of s, m or h, for example \"26h\"."
  }
}

variable "wait" {
  description = "Whether to take the newest backup even if it is still being exported, and how long to wait for it."
  type = object({
    enabled = optional(bool, false)
    timeout = optional(string, "20m")
  })
  default  = {}
  nullable = false
}

variable "restriction" {
  description = <<-EOT
    From which networks the URLs can be used. If unset, what the account has configured for the region.
    networks: "all", "internal" (addresses that Tencent Cloud assigned) or "custom" (those that vpcs and ips name).
    vpcs: ids of VPCs, by region.
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
    error_message = "restriction.networks must be \"all\", \"internal\" or \"custom\"."
  }
  validation {
    condition     = var.restriction == null ? true : (var.restriction.networks == "custom") == (length(var.restriction.vpcs) + length(var.restriction.ips) > 0)
    error_message = "restriction.vpcs or restriction.ips must be set with networks = \"custom\", and only then."
  }
}
