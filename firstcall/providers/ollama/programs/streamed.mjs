import { Ollama } from "ollama";

const client = new Ollama({
  // JavaScript does not read this variable by itself.
  host: process.env.<base_url_variable>$more,
});
const stream = await client.chat({
  $arguments
}$options);

let last;
for await (const chunk of stream) {
  process.stdout.write(chunk.message.content ?? "");
  last = chunk;
}

console.log();
console.log(last.done_reason);
console.log(last.prompt_eval_count, "tokens in");
console.log(last.eval_count, "tokens out");
