# One upload, import, or, as here, record for each file.
resource "terraform_data" "shard" {
  for_each = { for i, file in tencentredis_backup_download.newest.files : "shard-${i + 1}" => file }

  input = {
    source      = each.value.path
    source_hash = each.value.sha256
  }
}
