const response = await fetch(`$${baseUrl}/responses`, {
  method: "POST",
  headers: {
    authorization: `Bearer $${key}`, // whoever has the page open can read the key
    $headers
  },
  body: JSON.stringify({
    $arguments
  }),
});
const made = await response.json();
if (!response.ok) throw new Error(made.error.message);

// output_text is the SDK's: here the message is looked for among the items
print(made.output.find((item) => item.type === "message")?.content[0].text ?? "");
print(made.status);
print(made.usage.input_tokens, "tokens in");
print(made.usage.output_tokens, "tokens out");
