provider_installation {
  # Tencent Cloud's public mirror has its own provider.
  network_mirror {
    url     = "https://mirrors.tencent.com/terraform/"
    include = ["registry.terraform.io/tencentcloudstack/*"]
  }

  # A directory of your own has this one.
  filesystem_mirror {
    path    = "/srv/terraform-providers"
    include = ["tencentredis/*"]
  }

  # Everything else comes from the registry.
  direct {
    exclude = ["registry.terraform.io/tencentcloudstack/*", "tencentredis/*"]
  }
}
