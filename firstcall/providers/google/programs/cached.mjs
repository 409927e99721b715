import { GoogleGenAI } from "@google/genai";

const client = new GoogleGenAI({
  apiKey: process.env.<key_variable>$more,
});
const response = await client.models.generateContent({
  $arguments
}$options);

console.log(response.text);
console.log(response.candidates[0].finishReason);
const usage = response.usageMetadata;
console.log(usage.promptTokenCount, "tokens in, of these");
console.log(usage.cachedContentTokenCount ?? 0, "read from the cache");
console.log((usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0), "tokens out");
