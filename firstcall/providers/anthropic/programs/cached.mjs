import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic(<client>); // reads <key_variable>
const message = await client.messages.create({
  $arguments
}$options);

const text = message.content.filter((block) => block.type === "text").map((block) => block.text).join("");
console.log(text);
console.log(message.stop_reason);
console.log(message.usage.cache_read_input_tokens, "tokens read from the cache");
console.log(message.usage.cache_creation_input_tokens, "tokens written to the cache");
console.log(message.usage.input_tokens, "other tokens in");
console.log(message.usage.output_tokens, "tokens out");
