const response = await fetch(`$${baseUrl}/v1/models/$model:streamGenerateContent?alt=sse`, {
  method: "POST",
  headers: {
    "x-goog-api-key": key, // whoever has the page open can read the key
    $headers
  },
  body: JSON.stringify({
    $arguments
  }),
});
if (!response.ok) throw new Error((await response.json()).error.message);

let stopReason, usage;
for await (const line of lines(response)) {
  if (!line.startsWith("data: ")) continue;
  const chunk = JSON.parse(line.slice(6));
  if (chunk.error) throw new Error(chunk.error.message);
  for (const candidate of chunk.candidates ?? []) {
    for (const part of candidate.content?.parts ?? []) if (!part.thought) write(part.text ?? "");
    stopReason = candidate.finishReason ?? stopReason;
  }
  usage = chunk.usageMetadata ?? usage;
}

print();
print(stopReason);
print(usage.promptTokenCount, "tokens in");
print((usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0), "tokens out");
