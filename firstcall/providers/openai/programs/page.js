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
const completion = await response.json();
if (!response.ok) throw new Error(completion.error.message);

print(completion.choices[0].message.content);
print(completion.choices[0].finish_reason);
print(completion.usage.prompt_tokens, "tokens in");
print(completion.usage.completion_tokens, "tokens out");
