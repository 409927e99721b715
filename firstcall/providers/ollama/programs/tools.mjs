import { Ollama } from "ollama";

const client = new Ollama({
  // JavaScript does not read this variable by itself.
  host: process.env.<base_url_variable>$more,
});
const response = await client.chat({
  $arguments
}$options);

console.log(response.message.content);
for (const call of response.message.tool_calls ?? []) {
  console.log("asks for", call.function.name, call.function.arguments);
}
console.log(response.done_reason);
console.log(response.prompt_eval_count, "tokens in");
console.log(response.eval_count, "tokens out");
