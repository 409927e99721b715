import { GoogleGenAI } from "@google/genai";

const client = new GoogleGenAI({
  apiKey: process.env.<key_variable>$more,
});
const response = await client.models.embedContent({
  $arguments
}$options);

const vectors = response.embeddings.map((item) => item.values);
console.log(vectors.length, "vectors of", vectors[0].length, "numbers");

const similarity = (one, other) =>
  one.reduce((sum, a, at) => sum + a * other[at], 0) / (Math.hypot(...one) * Math.hypot(...other));
for (const vector of vectors) console.log(Number(similarity(vectors[0], vector).toFixed(2)));
