import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic(<client>); // reads <key_variable>
const message = await client.messages.create({
  $arguments
}$options);

for (const block of message.content) {
  if (block.type === "thinking") console.log("Thought:", block.thinking); // a summary
  if (block.type === "text") console.log(block.text);
}
console.log(message.stop_reason);
console.log(message.usage.output_tokens, "tokens out, of these");
console.log(message.usage.output_tokens_details.thinking_tokens, "for thinking");
