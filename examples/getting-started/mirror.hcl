provider_installation {
  # Tencent Cloud's mirror, for what it holds.
  network_mirror {
    url     = "https://mirrors.tencent.com/terraform/"
    include = ["registry.terraform.io/tencentcloudstack/*"]
  }

  # A folder of your own, for this provider.
  filesystem_mirror {
    path    = "/srv/terraform-providers"
    include = ["tencentredis/*"]
  }

  # The registry, for all others.
  direct {
    exclude = ["registry.terraform.io/tencentcloudstack/*", "tencentredis/*"]
  }
}
