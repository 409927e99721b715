// Chats with Ollama's own library: whole, streamed, over several turns; embeddings and an error.
import assert from "node:assert/strict";
import { Ollama } from "ollama";

const ollama = new Ollama({ host: process.env.OLLAMA_HOST });
const asked = { role: "user", content: "What is the capital of France?" };
const first = await ollama.chat({ model: "llama3.2", messages: [asked] });
console.log(first.message.content);
assert.match(first.message.content, /Paris/);
const messages = [asked, first.message, { role: "user", content: "And the capital of Italy?" }];
assert.match((await ollama.chat({ model: "llama3.2", messages })).message.content, /Rome/);

let streamed = "";
for await (const part of await ollama.chat({ model: "gemma3", messages: [asked], stream: true })) streamed += part.message.content;
assert.match(streamed, /Paris/);
assert.match((await ollama.generate({ model: "llama3.2", prompt: asked.content })).response, /Paris/);
const { embeddings } = await ollama.embed({ model: "all-minilm", input: ["a cat", "a dog"] });
assert.deepEqual(embeddings.map((vector) => vector.length), [384, 384]);
assert.ok((await ollama.list()).models.some((model) => model.model === "llama3.2:latest"));
await assert.rejects(ollama.chat({ model: "none-such", messages: [asked] }), /not found/);
