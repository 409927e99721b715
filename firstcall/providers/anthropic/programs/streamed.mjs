import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic(<client>); // reads <key_variable>
const stream = client.messages.stream({
  $arguments
}$options);
stream.on("text", (text) => process.stdout.write(text));
const message = await stream.finalMessage();

console.log();
console.log(message.stop_reason);
console.log(message.usage.input_tokens, "tokens in");
console.log(message.usage.output_tokens, "tokens out");
