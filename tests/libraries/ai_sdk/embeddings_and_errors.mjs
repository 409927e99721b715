// Vectors, one and many; a wrong key, a model that is not there.
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI, openai } from "@ai-sdk/openai";
import { APICallError, cosineSimilarity, embed, embedMany, generateText } from "ai";

const { ANTHROPIC_BASE_URL, GOOGLE_GEMINI_BASE_URL, GOOGLE_API_KEY, OPENAI_BASE_URL } = process.env;
const google = createGoogleGenerativeAI({ baseURL: `${GOOGLE_GEMINI_BASE_URL}/v1beta`, apiKey: GOOGLE_API_KEY });
for (const model of [openai.embedding("text-embedding-3-small"), google.embedding("gemini-embedding-001")]) {
  const values = ["a cat", "a kitten", "a tax form"];
  const { embeddings: [cat, kitten, form] } = await embedMany({ model, values });
  assert.ok(cosineSimilarity(cat, kitten) > cosineSimilarity(cat, form));
  assert.equal((await embed({ model, value: "a cat" })).embedding.length, cat.length);
}

const wrong = { apiKey: "sk-wrong" };
const refused = [
  [createOpenAI({ baseURL: OPENAI_BASE_URL, ...wrong })("gpt-4o-mini"), 401],
  [createAnthropic({ baseURL: `${ANTHROPIC_BASE_URL}/v1`, ...wrong })("claude-haiku-4-5"), 401],
  [createGoogleGenerativeAI({ baseURL: `${GOOGLE_GEMINI_BASE_URL}/v1beta`, ...wrong })("gemini-3.5-flash-lite"), 400],
  [google("gemini-none"), 404],
  [openai("gpt-none"), 400],
];
for (const [model, status] of refused) {
  const error = await generateText({ model, prompt: "Hello", maxRetries: 0 }).catch((error) => error);
  console.log(model.provider, error.message);
  assert.ok(APICallError.isInstance(error));
  assert.equal(error.statusCode, status);
}
