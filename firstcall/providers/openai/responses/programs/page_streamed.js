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
if (!response.ok) throw new Error((await response.json()).error.message);

let made;
for await (const line of lines(response)) {
  if (!line.startsWith("data: {")) continue; // the others name the event
  const event = JSON.parse(line.slice(6));
  if (event.type === "error") throw new Error(event.error.message);
  if (event.type === "response.output_text.delta") write(event.delta);
  if (["response.completed", "response.incomplete"].includes(event.type)) made = event.response;
}

print();
print(made.status);
print(made.usage.input_tokens, "tokens in");
print(made.usage.output_tokens, "tokens out");
