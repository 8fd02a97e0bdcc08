# Stands in for work that takes hours.
resource "terraform_data" "target" {
  input = "redis.example.com:6379"
}

# Opened after that work, so the URLs are fresh.
ephemeral "tencentredis_backup_url" "late" {
  instance_id = "crs-4y9t57vt"
  backup_id   = data.tencentredis_backup.newest.backup_id

  depends_on = [terraform_data.target]
}

resource "terraform_data" "import" {
  triggers_replace = [terraform_data.target.id, data.tencentredis_backup.newest.backup_id]

  provisioner "local-exec" {
    command = "printf 'url = \"%s\"\\n' \"$URL\" | curl --fail --silent --show-error --output imported.rdb --config -"
    environment = {
      URL = ephemeral.tencentredis_backup_url.late.backup_infos[0].download_url
    }
  }
}
