import { Ollama } from "ollama";

const client = new Ollama({
  // JavaScript does not read this variable by itself.
  host: process.env.<base_url_variable>$more,
});
const response = await client.chat({
  $arguments
}$options);

console.log("Thought:", response.message.thinking); // undefined without thinking
console.log(response.message.content);
console.log(response.done_reason);
console.log(response.eval_count, "tokens out, those for thinking among them");
