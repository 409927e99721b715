import { Ollama } from "ollama";

const client = new Ollama({
  // JavaScript does not read this variable by itself.
  host: process.env.<base_url_variable>$more,
});
const response = await client.embed({
  $arguments
}$options);

const vectors = response.embeddings;
console.log(vectors.length, "vectors of", vectors[0].length, "numbers");
console.log(response.prompt_eval_count, "tokens in");

const similarity = (one, other) =>
  one.reduce((sum, a, at) => sum + a * other[at], 0) / (Math.hypot(...one) * Math.hypot(...other));
for (const vector of vectors) console.log(Number(similarity(vectors[0], vector).toFixed(2)));
