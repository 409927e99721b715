import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const response = await client.responses.create({
  $arguments
}$options);

for (const item of response.output) {
  if (item.type === "reasoning") console.log("Thought:", ...item.summary.map((part) => part.text));
}
console.log(response.output_text);
console.log(response.status);
console.log(response.usage.output_tokens, "tokens out, of these");
console.log(response.usage.output_tokens_details.reasoning_tokens, "for thinking");
