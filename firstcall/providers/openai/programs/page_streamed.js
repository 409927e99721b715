const response = await fetch(`$${baseUrl}/chat/completions`, {
  method: "POST",
  headers: {
    authorization: `Bearer $${key}`, // whoever has the page open can read the key
    $headers
  },
  body: JSON.stringify({
    $arguments
  }),
});
if (!response.ok) throw new Error((await response.json()).error.message);

let stopReason, usage;
for await (const line of lines(response)) {
  if (!line.startsWith("data: {")) continue; // the last one is "data: [DONE]"
  const chunk = JSON.parse(line.slice(6));
  if (chunk.error) throw new Error(chunk.error.message);
  if (chunk.choices.length > 0) {
    write(chunk.choices[0].delta.content ?? "");
    stopReason = chunk.choices[0].finish_reason;
  }
  if (chunk.usage) usage = chunk.usage;
}

print();
print(stopReason);
print(usage.prompt_tokens, "tokens in");
print(usage.completion_tokens, "tokens out");
