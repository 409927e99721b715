import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const response = await client.responses.create({
  $arguments
}$options);

console.log(response.output_text);
console.log(response.status);
console.log(response.usage.input_tokens, "tokens in, of these");
console.log(response.usage.input_tokens_details.cached_tokens, "read from the cache");
console.log(response.usage.input_tokens_details.cache_write_tokens, "written to the cache");
console.log(response.usage.output_tokens, "tokens out");
