import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const response = await client.chat.completions.create({
  $arguments
}$options);

console.log(response.choices[0].message.content);
console.log(response.choices[0].finish_reason);
console.log(response.usage.prompt_tokens, "tokens in, of these");
console.log(response.usage.prompt_tokens_details?.cached_tokens, "read from the cache"); // some servers do not say
console.log(response.usage.prompt_tokens_details?.cache_write_tokens, "written to the cache");
console.log(response.usage.completion_tokens, "tokens out");
