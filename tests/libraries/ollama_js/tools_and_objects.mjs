// A tool that the program runs, and an object by a schema.
import assert from "node:assert/strict";
import { Ollama } from "ollama";

const ollama = new Ollama({ host: process.env.OLLAMA_HOST });
const text = { type: "string", description: "The name of the city" };
const parameters = { type: "object", properties: { city: text }, required: ["city"] };
const tools = [{ type: "function", function: { name: "get_weather", description: "The weather in a city", parameters } }];
const messages = [{ role: "user", content: "What is the weather in Paris?" }];
const { message } = await ollama.chat({ model: "qwen3", messages, tools });
const [call] = message.tool_calls;
assert.deepEqual(call.function.arguments, { city: "Paris" });
messages.push(message, { role: "tool", tool_name: call.function.name, content: "17 degrees, rain" });
const last = await ollama.chat({ model: "qwen3", messages, tools });
console.log(last.message.content);
assert.match(last.message.content, /17/);

const format = { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } }, required: ["name", "age"] };
const extract = [{ role: "user", content: "Extract: Jason is 25 years old." }];
const read = await ollama.chat({ model: "llama3.2", messages: extract, format });
assert.deepEqual(JSON.parse(read.message.content), { name: "Jason", age: 25 });
