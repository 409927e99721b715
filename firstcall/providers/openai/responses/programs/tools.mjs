import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const response = await client.responses.create({
  $arguments
}$options);

console.log(response.output_text);
for (const item of response.output) {
  if (item.type === "function_call") console.log("asks for", item.name, item.arguments);
}
console.log(response.status);
console.log(response.usage.input_tokens, "tokens in");
console.log(response.usage.output_tokens, "tokens out");
