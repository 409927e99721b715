const response = await fetch(`$${baseUrl}/v1/models/$model:generateContent`, {
  method: "POST",
  headers: {
    "x-goog-api-key": key, // whoever has the page open can read the key
    $headers
  },
  body: JSON.stringify({
    $arguments
  }),
});
const answer = await response.json();
if (!response.ok) throw new Error(answer.error.message);

const parts = answer.candidates[0].content.parts ?? [];
print(parts.filter((part) => !part.thought).map((part) => part.text ?? "").join(""));
print(answer.candidates[0].finishReason);
const usage = answer.usageMetadata;
print(usage.promptTokenCount, "tokens in");
print((usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0), "tokens out");
