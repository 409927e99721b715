// A tool that is run by the library, and an object by a schema.
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { openai } from "@ai-sdk/openai";
import { generateText, Output, stepCountIs, tool } from "ai";
import { z } from "zod";

const anthropic = createAnthropic({ baseURL: `${process.env.ANTHROPIC_BASE_URL}/v1` });

for (const model of [openai("gpt-4o-mini"), openai.chat("gpt-4o-mini"), anthropic("claude-haiku-4-5")]) {
  const asked = [];
  const weather = tool({
    description: "The weather in a city",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => (asked.push(city), "17 degrees, rain"),
  });
  const prompt = "What is the weather in Paris?";
  const { text } = await generateText({ model, prompt, tools: { get_weather: weather }, stopWhen: stepCountIs(3) });
  console.log(model.provider, text);
  assert.deepEqual(asked, ["Paris"]);
  assert.match(text, /17/);

  const schema = z.object({ name: z.string(), age: z.number().int() });
  const read = await generateText({ model, prompt: "Extract: Jason is 25 years old.", output: Output.object({ schema }) });
  assert.deepEqual(read.output, { name: "Jason", age: 25 });
}
