// Everything that a stream tells: tool calls and their results, objects that grow, how it ended and what it took.
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { openai } from "@ai-sdk/openai";
import { Output, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";

const { ANTHROPIC_BASE_URL, GOOGLE_GEMINI_BASE_URL, GOOGLE_API_KEY } = process.env;
const anthropic = createAnthropic({ baseURL: `${ANTHROPIC_BASE_URL}/v1` });
const google = createGoogleGenerativeAI({ baseURL: `${GOOGLE_GEMINI_BASE_URL}/v1beta`, apiKey: GOOGLE_API_KEY });
for (const model of [openai("gpt-4o-mini"), openai.chat("gpt-4o-mini"), anthropic("claude-haiku-4-5"), google("gemini-3.5-flash-lite")]) {
  const get_weather = tool({
    description: "The weather in a city",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => `17 degrees in ${city}, rain`,
  });
  const prompt = "What is the weather in Paris?";
  const seen = [];
  const told = streamText({ model, prompt, tools: { get_weather }, stopWhen: stepCountIs(3) });
  for await (const part of told.fullStream) seen.push(part.type);
  console.log(model.provider, await told.text);
  for (const type of ["tool-call", "tool-result", "text-delta", "finish"]) assert.ok(seen.includes(type), type);
  assert.match(await told.text, /17/);
  assert.equal(await told.finishReason, "stop");
  assert.ok((await told.totalUsage).outputTokens > 0);

  const schema = z.object({ name: z.string(), age: z.number().int() });
  const read = streamText({ model, prompt: "Extract: Jason is 25 years old.", output: Output.object({ schema }) });
  let last;
  for await (const partial of read.partialOutputStream) last = partial;
  assert.deepEqual(last, { name: "Jason", age: 25 });
  const cut = streamText({ model, prompt: "Write a story about a fox.", maxOutputTokens: 16 });
  await cut.consumeStream();
  assert.equal(await cut.finishReason, "length");
}
