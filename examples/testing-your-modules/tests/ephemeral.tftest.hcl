run "ephemeral_urls" {
  module {
    source = "./tests/ephemeral"
  }
}
