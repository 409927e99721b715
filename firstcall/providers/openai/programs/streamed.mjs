import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const stream = await client.chat.completions.create({
  $arguments
}$options);

let stopReason, usage;
for await (const chunk of stream) {
  if (chunk.choices.length > 0) {
    process.stdout.write(chunk.choices[0].delta.content ?? "");
    stopReason = chunk.choices[0].finish_reason;
  }
  if (chunk.usage) usage = chunk.usage;
}

console.log();
console.log(stopReason);
console.log(usage.prompt_tokens, "tokens in");
console.log(usage.completion_tokens, "tokens out");
