import OpenAI from "openai";

const client = new OpenAI(<client>); // reads <key_variable>
const response = await client.embeddings.create({
  $arguments
}$options);

const vectors = response.data.map((item) => item.embedding);
console.log(vectors.length, "vectors of", vectors[0].length, "numbers");
console.log(response.usage.prompt_tokens, "tokens in");

const similarity = (one, other) =>
  one.reduce((sum, a, at) => sum + a * other[at], 0) / (Math.hypot(...one) * Math.hypot(...other));
for (const vector of vectors) console.log(Number(similarity(vectors[0], vector).toFixed(2)));
