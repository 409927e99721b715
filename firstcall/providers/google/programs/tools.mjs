import { GoogleGenAI } from "@google/genai";

const client = new GoogleGenAI({
  apiKey: process.env.<key_variable>$more,
});
const response = await client.models.generateContent({
  $arguments
}$options);

for (const call of response.functionCalls ?? []) {
  console.log("asks for", call.name, call.args);
}
if (!response.functionCalls) console.log(response.text);
console.log(response.candidates[0].finishReason);
const usage = response.usageMetadata;
console.log(usage.promptTokenCount, "tokens in");
console.log((usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0), "tokens out");
