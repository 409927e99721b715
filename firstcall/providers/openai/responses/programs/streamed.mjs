import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const stream = await client.responses.create({
  $arguments
}$options);

let response;
for await (const event of stream) {
  if (event.type === "response.output_text.delta") process.stdout.write(event.delta);
  else if (["response.completed", "response.incomplete"].includes(event.type)) response = event.response;
}

console.log();
console.log(response.status);
console.log(response.usage.input_tokens, "tokens in");
console.log(response.usage.output_tokens, "tokens out");
