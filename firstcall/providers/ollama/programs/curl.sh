curl -sS "$${<base_url_variable>:-<base_url>}/api/chat" \
  -H "content-type: application/json" \
  $headers
  -d $body
