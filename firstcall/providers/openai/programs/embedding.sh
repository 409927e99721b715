curl -sS "$${<base_url_variable>:-<base_url>}/embeddings" \
  -H "Authorization: Bearer $$<key_variable>" \
  -H "content-type: application/json" \
  $headers
  -d $body
