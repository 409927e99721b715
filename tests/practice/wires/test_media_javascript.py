"""Images, documents, limits, files and a conversation through the JavaScript SDKs of three vendors, in one program."""

from __future__ import annotations

import json
from pathlib import Path

from firstcall import providers
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT, Pace
from firstcall.practice.serve import serve
from tests.practice.model.test_documents import encoded_pdf
from tests.practice.model.test_pictures import encoded
from tests.run_programs import run

KEY, FEW = "sk-practice-media", "sk-practice-few"
PROGRAM = """
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { GoogleGenAI, createPartFromUri } from "@google/genai";
const png = "PNG", pdf = "PDF", ask = "What is in this image, and what in this file?";
const claude = (apiKey) => new Anthropic({ apiKey, baseURL: "ORIGIN/anthropic", maxRetries: 0 });
const gpt = (apiKey) => new OpenAI({ apiKey, baseURL: "ORIGIN/openai/v1", maxRetries: 0 });
const gemini = (apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: "ORIGIN/google" } });
const failed = (error) => ({ status: error.status, left: error.headers?.get("x-ratelimit-remaining-requests"),
  message: error.message });
const source = (media_type, data) => ({ type: "base64", media_type, data });
const message = await claude("KEY").messages.create({ model: "claude-haiku-4-5", max_tokens: 200, messages: [{ role: "user",
  content: [{ type: "image", source: source("image/png", png) }, { type: "document", source: source("application/pdf", pdf) },
    { type: "text", text: ask }] }] });
const completion = await gpt("KEY").chat.completions.create({ model: "gpt-4o", messages: [{ role: "user", content: [
  { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
  { type: "file", file: { filename: "a.pdf", file_data: `data:application/pdf;base64,${pdf}` } },
  { type: "text", text: ask }] }] });
const response = await gpt("KEY").responses.create({ model: "gpt-4o", input: [{ role: "user", content: [
  { type: "input_image", image_url: `data:image/png;base64,${png}`, detail: "auto" },
  { type: "input_file", filename: "a.pdf", file_data: `data:application/pdf;base64,${pdf}` },
  { type: "input_text", text: ask }] }] });
const answer = await gemini("KEY").models.generateContent({ model: "gemini-3.5-flash-lite", contents: [
  { inlineData: { mimeType: "image/png", data: png } }, { inlineData: { mimeType: "application/pdf", data: pdf } }, ask] });
const texts = [message.content[0].text, completion.choices[0].message.content, response.output_text, answer.text];
const hello = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] };
await gpt("FEW").chat.completions.create(hello);
const early = await gpt("FEW").chat.completions.create(hello).catch(failed);
const slow = gemini("FEW").models;
await slow.generateContent({ model: "gemini-3.5-flash-lite", contents: "Hi" });
const waits = await slow.generateContent({ model: "gemini-3.5-flash-lite", contents: "Hi" }).catch(failed);

const keeper = "The lighthouse keeper was called Amaranta. She lived on a rock.", who = "Who is the lighthouse keeper?";
const file = () => new File([keeper], "keeper.txt", { type: "text/plain" });
const { files } = claude("KEY"), vault = gpt("KEY"), drive = gemini("KEY").files;
const [one, two] = [await files.upload({ file: file() }), await vault.files.create({ file: file(), purpose: "user_data" })];
const three = await drive.upload({ file: file() });
const read = [
  (await claude("KEY").messages.create({ model: "claude-haiku-4-5", max_tokens: 200, messages: [{ role: "user",
   content: [{ type: "document", source: { type: "file", file_id: one.id } }, { type: "text", text: who }] }] })).content[0].text,
  (await vault.responses.create({ model: "gpt-4o", input: [{ role: "user",
    content: [{ type: "input_file", file_id: two.id }, { type: "input_text", text: who }] }] })).output_text,
  (await gemini("KEY").models.generateContent({ model: "gemini-3.5-flash-lite",
    contents: [createPartFromUri(three.uri, three.mimeType), who] })).text,
];
const listed = [];
for await (const each of files.list({ limit: 1 })) listed.push(each.id === one.id);
for await (const each of vault.files.list({ limit: 1 })) listed.push(each.id === two.id);
for await (const each of await drive.list({ config: { pageSize: 1 } })) listed.push(each.name === three.name);
await files.delete(one.id);
await drive.delete({ name: three.name });
const talk = await vault.conversations.create({ items: [{ role: "user", content: "My name is Ada." }] });
const said = await vault.responses.create({ model: "gpt-4o", conversation: talk.id, input: "What is my name?" });
for await (const each of vault.conversations.items.list(talk.id, { limit: 1 })) listed.push(each.type === "message");
console.log(JSON.stringify({ texts, early, waits, read, listed, said: said.output_text }));
"""


def test_the_javascript_sdks_send_and_read_it(tmp_path: Path) -> None:
    app = create_app(INSTANT)
    app.state.learners.set_pace(FEW, Pace(0.0, 0.0, requests_per_minute=1))
    with serve(app) as url:
        program = PROGRAM.replace("ORIGIN", url).replace("KEY", KEY).replace("FEW", FEW)
        program = program.replace('"PNG"', f'"{encoded(800, 90)}"').replace('"PDF"', f'"{encoded_pdf(3)}"')
        done = run(program, "javascript", providers.every()["openai"], url, tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for text in found["texts"]:
        assert "PNG image of 800 by 90" in text and "number of pages: 3" in text
    assert (found["early"]["status"], found["early"]["left"]) == (429, "0")
    assert found["waits"]["status"] == 429 and "RetryInfo" in found["waits"]["message"]
    assert found["read"] == ["The lighthouse keeper was called Amaranta."] * 3
    assert found["listed"] == [True] * 6 and "Ada" in found["said"]
