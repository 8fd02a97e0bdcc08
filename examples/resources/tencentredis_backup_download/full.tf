# Every argument: downloaded inside Tencent Cloud, from one VPC, and deleted
# with the resource.
resource "tencentredis_backup_download" "internal" {
  instance_id = "crs-4y9t57vt"
  backup_id   = "678362566696298532848117"
  directory   = "${path.root}/internal"
  region      = "ap-chengdu" # overrides the provider
  network     = "internal"

  limit_type            = "Customize"
  vpc_comparison_symbol = "In"
  limit_vpc = [
    {
      region   = "ap-chengdu"
      vpc_list = ["vpc-5xg9qpb1"]
    },
  ]
  ip_comparison_symbol = "In"
  limit_ip             = ["10.1.1.12", "10.2.0.0/16"]

  wait_for_available = true # for one that is still being exported
  connections        = 4
  first_byte_timeout = "30m" # for a gateway that scans whole files
  idle_timeout       = "2m"

  check_on_refresh  = true # for a machine that keeps its disk
  delete_on_destroy = true
  timeouts = {
    create = "6h"
    update = "6h"
    delete = "10m"
  }
}
