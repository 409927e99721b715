import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const response = await client.chat.completions.create({
  $arguments
}$options);

console.log(response.choices[0].message.content);
console.log(response.choices[0].finish_reason);
console.log(response.usage.completion_tokens, "tokens out, of these");
console.log(response.usage.completion_tokens_details?.reasoning_tokens, "for thinking"); // some servers do not say
