import { GoogleGenAI } from "@google/genai";

<functions:javascript>

const TOOLS = <tools>;

const client = new GoogleGenAI({
  apiKey: process.env.<key_variable>$more,
});
const messages = <messages>;
let response;

for (let turn = 0; turn < <most>; turn++) { // a bound, so that it ends
  response = await client.models.generateContent({
    $arguments
  }$options);
  messages.push(response.candidates[0].content); // whole, for it may be signed
  if (!response.functionCalls) break;
  const parts = response.functionCalls.map(({ id, name, args }) => ({
    functionResponse: { id, name, response: { result: run(name, args ?? {}) } },
  }));
  messages.push({ role: "user", parts });
}

if (!response.functionCalls) console.log(response.text);
console.log(response.candidates[0].finishReason);
