import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const response = await client.chat.completions.create({
  $arguments
}$options);

console.log(response.choices[0].message.content);
for (const call of response.choices[0].message.tool_calls ?? []) {
  console.log("asks for", call.function.name, call.function.arguments);
}
console.log(response.choices[0].finish_reason);
console.log(response.usage.prompt_tokens, "tokens in");
console.log(response.usage.completion_tokens, "tokens out");
