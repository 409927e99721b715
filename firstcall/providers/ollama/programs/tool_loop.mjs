import { Ollama } from "ollama";

<functions:javascript>

const TOOLS = <tools>;

const client = new Ollama({
  // JavaScript does not read this variable by itself.
  host: process.env.<base_url_variable>$more,
});
const messages = <messages>;
let response;

for (let turn = 0; turn < <most>; turn++) { // a bound, so that it ends
  response = await client.chat({
    $arguments
  }$options);
  messages.push(response.message);
  if (!response.message.tool_calls?.length) break;
  for (const call of response.message.tool_calls) { // without ids: the order tells which is which
    const content = run(call.function.name, call.function.arguments);
    messages.push({ role: "tool", tool_name: call.function.name, content });
  }
}

console.log(response.message.content);
console.log(response.done_reason);
