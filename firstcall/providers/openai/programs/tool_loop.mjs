import OpenAI from "openai";

<functions:javascript>

const TOOLS = <tools>;

const client = new OpenAI(<client>); // reads <key_variable>
const messages = <messages>;
let response;

for (let turn = 0; turn < <most>; turn++) { // a bound, so that it ends
  response = await client.chat.completions.create({
    $arguments
  }$options);
  const message = response.choices[0].message;
  messages.push(message);
  if (!message.tool_calls?.length) break;
  for (const call of message.tool_calls) {
    const content = run(call.function.name, JSON.parse(call.function.arguments));
    messages.push({ role: "tool", tool_call_id: call.id, content });
  }
}

console.log(response.choices[0].message.content);
console.log(response.choices[0].finish_reason);
