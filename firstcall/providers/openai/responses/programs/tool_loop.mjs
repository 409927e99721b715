import OpenAI from "openai";

<functions:javascript>

const TOOLS = <tools>;

const client = new OpenAI(<client>); // reads <key_variable>
const messages = <messages>;
let response;

for (let turn = 0; turn < <most>; turn++) { // a bound, so that it ends
  response = await client.responses.create({
    $arguments
  }$options);
  messages.push(...response.output);
  const calls = response.output.filter((item) => item.type === "function_call");
  if (calls.length === 0) break;
  for (const call of calls) {
    const output = run(call.name, JSON.parse(call.arguments));
    messages.push({ type: "function_call_output", call_id: call.call_id, output });
  }
}

console.log(response.output_text);
console.log(response.status);
