// Text, several turns and a stream, at three vendors.
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { openai } from "@ai-sdk/openai";
import { generateText, streamText } from "ai";

const { ANTHROPIC_BASE_URL, GOOGLE_GEMINI_BASE_URL, GOOGLE_API_KEY } = process.env;
const anthropic = createAnthropic({ baseURL: `${ANTHROPIC_BASE_URL}/v1` }); // it appends no version itself
const google = createGoogleGenerativeAI({ baseURL: `${GOOGLE_GEMINI_BASE_URL}/v1beta`, apiKey: GOOGLE_API_KEY });

const models = [openai("gpt-4o-mini"), openai.chat("gpt-4o-mini"), anthropic("claude-haiku-4-5"), google("gemini-3.5-flash-lite")];
for (const model of models) {
  const asked = { role: "user", content: "What is the capital of France?" };
  const first = await generateText({ model, messages: [asked] });
  console.log(model.provider, first.text);
  assert.match(first.text, /Paris/);
  const messages = [asked, ...first.response.messages, { role: "user", content: "And the capital of Italy?" }];
  assert.match((await generateText({ model, messages })).text, /Rome/);

  let streamed = "";
  for await (const piece of streamText({ model, prompt: asked.content }).textStream) streamed += piece;
  assert.match(streamed, /Paris/);
}
