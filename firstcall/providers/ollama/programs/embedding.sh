curl -sS "$${<base_url_variable>:-<base_url>}/api/embed" \
  -H "content-type: application/json" \
  $headers
  -d $body
