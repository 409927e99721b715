curl -sS "$${<base_url_variable>:-<base_url>}/v1/models/$model:batchEmbedContents" \
  -H "x-goog-api-key: $$<key_variable>" \
  -H "content-type: application/json" \
  $headers
  -d $body
