const response = await fetch(`$${baseUrl}/v1/messages`, {
  method: "POST",
  headers: {
    "x-api-key": key,
    "anthropic-dangerous-direct-browser-access": "true", // whoever has the page open can read the key
    $headers
  },
  body: JSON.stringify({
    $arguments
  }),
});
if (!response.ok) throw new Error((await response.json()).error.message);

let stopReason, tokensIn, tokensOut;
for await (const line of lines(response)) {
  if (!line.startsWith("data: ")) continue;
  const event = JSON.parse(line.slice(6));
  if (event.type === "error") throw new Error(event.error.message);
  if (event.type === "message_start") tokensIn = event.message.usage.input_tokens;
  if (event.type === "content_block_delta") write(event.delta.text ?? "");
  if (event.type === "message_delta") {
    stopReason = event.delta.stop_reason;
    tokensOut = event.usage.output_tokens;
  }
}

print();
print(stopReason);
print(tokensIn, "tokens in");
print(tokensOut, "tokens out");
