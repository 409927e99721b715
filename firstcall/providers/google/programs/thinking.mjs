import { GoogleGenAI } from "@google/genai";

const client = new GoogleGenAI({
  apiKey: process.env.<key_variable>$more,
});
const response = await client.models.generateContent({
  $arguments
}$options);

const candidate = response.candidates[0];
for (const part of candidate.content.parts ?? []) {
  if (part.thought) console.log("Thought:", part.text);
}
console.log(response.text); // leaves the thoughts out
console.log(candidate.finishReason);
const usage = response.usageMetadata;
console.log(usage.candidatesTokenCount ?? 0, "tokens for the answer");
console.log(usage.thoughtsTokenCount ?? 0, "for thinking, paid beside them");
