import { GoogleGenAI } from "@google/genai";

const client = new GoogleGenAI({
  apiKey: process.env.<key_variable>$more,
});
const stream = await client.models.generateContentStream({
  $arguments
}$options);

let stopReason, usage;
for await (const chunk of stream) {
  process.stdout.write(chunk.text ?? "");
  if (chunk.candidates) stopReason = chunk.candidates[0].finishReason;
  usage = chunk.usageMetadata;
}

console.log();
console.log(stopReason);
console.log(usage.promptTokenCount, "tokens in");
console.log((usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0), "tokens out");
