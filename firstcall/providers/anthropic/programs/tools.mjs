import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic(<client>); // reads <key_variable>
const message = await client.messages.create({
  $arguments
}$options);

for (const block of message.content) {
  if (block.type === "text") console.log(block.text);
  if (block.type === "tool_use") console.log("asks for", block.name, block.input);
}
console.log(message.stop_reason);
console.log(message.usage.input_tokens, "tokens in");
console.log(message.usage.output_tokens, "tokens out");
