import Anthropic from "@anthropic-ai/sdk";

<functions:javascript>

const TOOLS = <tools>;

const client = new Anthropic(<client>); // reads <key_variable>
const messages = <messages>;
let message;

for (let turn = 0; turn < <most>; turn++) { // a bound, so that it ends
  message = await client.messages.create({
    $arguments
  }$options);
  messages.push({ role: "assistant", content: message.content });
  const calls = message.content.filter((block) => block.type === "tool_use");
  if (calls.length === 0) break;
  const content = calls.map((call) => ({ type: "tool_result", tool_use_id: call.id, content: run(call.name, call.input) }));
  messages.push({ role: "user", content });
}

for (const block of message.content) if (block.type === "text") console.log(block.text);
console.log(message.stop_reason);
