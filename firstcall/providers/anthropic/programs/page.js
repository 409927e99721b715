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
const message = await response.json();
if (!response.ok) throw new Error(message.error.message);

print(message.content.filter((block) => block.type === "text").map((block) => block.text).join(""));
print(message.stop_reason);
print(message.usage.input_tokens, "tokens in");
print(message.usage.output_tokens, "tokens out");
