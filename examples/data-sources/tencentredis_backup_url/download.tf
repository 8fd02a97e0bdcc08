# Downloads each file of a backup once, and again only for another backup.
resource "terraform_data" "download" {
  for_each = { for file in data.tencentredis_backup_url.latest.backup_infos : file.file_name => file }

  triggers_replace = data.tencentredis_backup_url.latest.fingerprint

  provisioner "local-exec" {
    # The URL goes in on standard input, since everybody on the machine can see a command's arguments.
    command = "printf 'url = \"%s\"\\n' \"$URL\" | curl --fail --silent --show-error --output \"$NAME\" --config -"
    environment = {
      NAME = each.key
      URL  = each.value.download_url
    }
  }
}
